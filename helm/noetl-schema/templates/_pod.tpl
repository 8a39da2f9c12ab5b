{{- /* What every container has after its arguments. Called as noetl-schema.env, with "mountsToken" if the Pod's account is not for all of its containers. */ -}}
{{- define "noetl-schema.containerBody" -}}
{{- $values := .root.Values -}}
image: {{ include "noetl-schema.image" .root | quote }}
imagePullPolicy: {{ $values.image.pullPolicy }}
env:
  {{- include "noetl-schema.env" . | nindent 2 }}
{{- with $values.extraEnvFrom }}
envFrom:
  {{- toYaml . | nindent 2 }}
{{- end }}
terminationMessagePolicy: FallbackToLogsOnError
securityContext:
  {{- include "noetl-schema.securityContext" (dict "root" .root "context" $values.securityContext) | nindent 2 }}
resources:
  {{- toYaml (default dict $values.resources) | nindent 2 }}
{{- $mounts := include "noetl-schema.volumeMounts" .root | fromYamlArray }}
{{- if .mountsToken }}
{{- $token := dict "name" "noetl-schema-token" "mountPath" "/var/run/secrets/kubernetes.io/serviceaccount" "readOnly" true }}
{{- $mounts = concat $mounts (include "noetl-schema.without" (dict "list" (list $token) "taken" $mounts "key" "mountPath") | fromJsonArray) }}
{{- end }}
{{- with $mounts }}
volumeMounts:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- /* Whether the platform chooses users and groups, as OpenShift does: then naming any is refused. */ -}}
{{- define "noetl-schema.isOpenShift" -}}
{{- $openshift := .Values.openshift -}}
{{- if kindIs "bool" $openshift -}}{{ $openshift | ternary "true" "" }}
{{- else if .Capabilities.APIVersions.Has "security.openshift.io/v1/SecurityContextConstraints" -}}true
{{- end -}}
{{- end -}}

{{- /* A security context without what is null, and on OpenShift without users and groups. Called with (dict "root" . "context"). */ -}}
{{- define "noetl-schema.securityContext" -}}
{{- $context := dict -}}
{{- $chosen := ternary (list "runAsUser" "runAsGroup" "fsGroup") list (not (empty (include "noetl-schema.isOpenShift" .root))) -}}
{{- range $key, $value := default dict .context -}}
{{- if not (or (kindIs "invalid" $value) (has $key $chosen)) }}{{ $_ := set $context $key $value }}{{ end -}}
{{- end -}}
{{- toYaml $context -}}
{{- end -}}

{{- /* For the Pod of another chart that includes the volumes: the group that may read its Secrets, or nothing where the platform gives one. */ -}}
{{- define "noetl-schema.fsGroup" -}}
{{- with get (include "noetl-schema.securityContext" (dict "root" . "context" .Values.podSecurityContext) | fromYaml) "fsGroup" -}}
fsGroup: {{ . | int64 }}
{{- end -}}
{{- end -}}

{{- /*
  A Pod's metadata and spec.
  Called with (dict "root" . "args" list "ofJob" bool "reports" whether this command reports to the API
  "settings" the name of the chart's own ConfigMap and Secret, if not the full name
  "account" the ServiceAccount, if not the release's).
*/ -}}
{{- define "noetl-schema.pod" -}}
{{- $values := .root.Values -}}
metadata:
  labels:
    {{- include "noetl-schema.podLabels" .root | nindent 4 }}
  {{- $mesh := ternary $values.mesh.annotations dict $values.mesh.keepOut | default dict }}
  {{- with merge (dict) (default dict $values.podAnnotations) $mesh }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- include "noetl-schema.podSpec" . | nindent 2 }}
{{- end -}}

{{- define "noetl-schema.podSpec" -}}
{{- $values := .root.Values -}}
{{- $asksApi := or (and .reports $values.status.report) (not (empty $values.configFrom)) -}}
{{- /* Other containers in the Pod do not get the program's token. */ -}}
{{- $hasOthers := or $values.extraInitContainers $values.extraContainers -}}
{{- $mountsToken := and $asksApi (not (empty $hasOthers)) -}}
restartPolicy: Never
{{- if or $asksApi (include "noetl-schema.hasIdentity" .root) }}
serviceAccountName: {{ default (include "noetl-schema.serviceAccountName" .root) .account | quote }}
{{- end }}
automountServiceAccountToken: {{ and $asksApi (not $mountsToken) }}
enableServiceLinks: false
terminationGracePeriodSeconds: {{ $values.terminationGracePeriodSeconds | int64 }}
securityContext:
  {{- include "noetl-schema.securityContext" (dict "root" .root "context" $values.podSecurityContext) | nindent 2 }}
{{- with include "noetl-schema.imagePullSecrets" .root | trim }}
imagePullSecrets:
  {{- . | nindent 2 }}
{{- end }}
{{- with $values.priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- with $values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.extraInitContainers }}
initContainers:
  {{- toYaml . | nindent 2 }}
{{- end }}
containers:
  - name: noetl-schema
    args: {{ toJson .args }}
    {{- include "noetl-schema.containerBody" (merge (dict "mountsToken" $mountsToken) .) | nindent 4 }}
  {{- with $values.extraContainers }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- $settings := default (include "noetl-schema.fullname" .root) .settings }}
{{- with include "noetl-schema.volumesOf" (dict "root" .root "settings" $settings "hasToken" $mountsToken) }}
volumes:
  {{- . | nindent 2 }}
{{- end }}
{{- end -}}

{{- /* A Job's spec. Called as noetl-schema.pod, with "ttl" too: text, empty or "never" for never. */ -}}
{{- define "noetl-schema.jobSpec" -}}
{{- $values := .root.Values -}}
{{- if and .ttl (ne .ttl "never") }}
ttlSecondsAfterFinished: {{ .ttl | float64 | int64 }}
{{- end }}
{{- $isSharded := include "noetl-schema.isSharded" .root }}
{{- if $isSharded }}
completionMode: Indexed
completions: {{ $values.targets.shards | int64 }}
parallelism: {{ $values.targets.shards | int64 }}
backoffLimitPerIndex: {{ $values.job.backoffLimit | int }}
{{- else }}
backoffLimit: {{ $values.job.backoffLimit | int }}
{{- end }}
activeDeadlineSeconds: {{ include "noetl-schema.deadline" .root }}
podFailurePolicy:
  rules:
    # A drained node or an evicted Pod is not a failure of the schema.
    - action: Ignore
      onPodConditions:
        - type: DisruptionTarget
          status: "True"
    # A retry does not help: settings, logins, DDL, drift, a run that nobody wants any more, a bug.
    - action: {{ ternary "FailIndex" "FailJob" (not (empty $isSharded)) }}
      onExitCodes:
        containerName: noetl-schema
        operator: In
        values: [2, 3, 4, 5, 6, 7, 8, 70]
template:
  {{- include "noetl-schema.pod" . | nindent 2 }}
{{- end -}}

{{- /* job.ttlSecondsAfterFinished as text; 0 is not empty. */ -}}
{{- define "noetl-schema.ttl" -}}
{{- if not (kindIs "invalid" .Values.job.ttlSecondsAfterFinished) }}{{ .Values.job.ttlSecondsAfterFinished | toString }}{{ end -}}
{{- end -}}

{{- /* A hook's Job ends before Helm gives up: else Helm would delete what it still needs. */ -}}
{{- define "noetl-schema.deadline" -}}
{{- if eq .Values.mode "hook" -}}
{{- $timeout := int .Values.hook.timeout -}}
{{- sub $timeout (max 2 (div $timeout 20)) -}}
{{- else -}}
{{- .Values.job.activeDeadlineSeconds | int64 -}}
{{- end -}}
{{- end -}}

{{- /* Arguments of apply and init. Called with (dict "root" . "ensureRole" bool). */ -}}
{{- define "noetl-schema.applyArgs" -}}
{{- $args := include "noetl-schema.whatArgs" .root | fromJsonArray -}}
{{- if .ensureRole }}{{ $args = append $args "--ensure-role" }}{{ end -}}
{{- with .root.Values.destructive }}{{ $args = append $args (printf "--destructive=%s" .) }}{{ end -}}
{{- concat $args (default list .root.Values.extraArgs | compact) | toJson -}}
{{- end -}}

{{- /*
  For other charts: an init container, as an entry of a list. This chart is a dependency of
  theirs with mode "library", and is called with its own context:

    automountServiceAccountToken: false
    securityContext:
      {{- include "noetl-schema.fsGroup" (index .Subcharts "noetl-schema") | nindent 8 }}
    initContainers:
      {{- include "noetl-schema.initContainer" (index .Subcharts "noetl-schema") | nindent 8 }}
    volumes:
      {{- include "noetl-schema.volumes" (index .Subcharts "noetl-schema") | nindent 8 }}
*/ -}}
{{- define "noetl-schema.initContainer" -}}
{{- $apply := dict "name" "NOETL_INIT_DB" "value" (toString (default false .Values.initContainer.apply)) -}}
{{- $mountsToken := not (empty (include "noetl-schema.asksApi" .)) -}}
- name: {{ .Values.initContainer.name | quote }}
  {{- $args := include "noetl-schema.applyArgs" (dict "root" . "ensureRole" .Values.initContainer.ensureRole) | fromJsonArray }}
  args: {{ prepend $args "init" | toJson }}
  {{- include "noetl-schema.containerBody" (dict "root" . "ofJob" false "env" (list $apply) "mountsToken" $mountsToken) | nindent 2 }}
{{- end -}}
