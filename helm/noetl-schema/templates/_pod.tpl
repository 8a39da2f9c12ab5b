{{- /* Settings as mounted folders; the later ranks above the earlier. */ -}}
{{- define "noetl-schema.configFolders" -}}
{{- $folders := list -}}
{{- if .Values.config.existingConfigMap }}{{ $folders = append $folders "/etc/noetl/config" }}{{ end -}}
{{- if .Values.secret.existingSecret }}{{ $folders = append $folders "/etc/noetl/secret" }}{{ end -}}
{{- if .Values.config.data }}{{ $folders = append $folders "/etc/noetl/release-config" }}{{ end -}}
{{- if .Values.secret.data }}{{ $folders = append $folders "/etc/noetl/release-secret" }}{{ end -}}
{{- join ":" $folders -}}
{{- end -}}

{{- /*
  Environment. Called with (dict "root" . "ofJob" whether a Job owns the Pod), and "reports" if
  this command does not report to the API.
*/ -}}
{{- define "noetl-schema.env" -}}
{{- $values := .root.Values -}}
{{- with include "noetl-schema.configFolders" .root }}
- name: NOETL_CONFIG_DIR
  value: {{ . }}
{{- end }}
{{- with $values.configFrom }}
- name: NOETL_CONFIG_FROM
  value: {{ include "noetl-schema.configFrom" $.root }}
{{- end }}
{{- with include "noetl-schema.targetsEnv" . | trim }}
{{ . }}
{{- end }}
{{- $isSilent := and (hasKey . "reports") (not .reports) }}
- name: NOETL_REPORT
  value: {{ ternary "auto" "off" (and $values.status.report (not $isSilent)) | quote }}
- name: NOETL_STATUS_CONFIGMAP
  value: {{ $values.status.configMap }}
{{- $hasAuthority := or $values.tls.ca.configMap $values.tls.ca.secret }}
{{- with $values.tls.mode | default (ternary "verify-full" "" (not (empty $hasAuthority))) }}
- name: PGSSLMODE
  value: {{ . }}
{{- end }}
{{- if $hasAuthority }}
- name: PGSSLROOTCERT
  value: /etc/noetl/ca/{{ $values.tls.ca.key }}
{{- end }}
{{- if $values.tls.client.secret }}
- name: PGSSLCERT
  value: /etc/noetl/client/{{ $values.tls.client.certificateKey }}
- name: PGSSLKEY
  value: /etc/noetl/client/{{ $values.tls.client.privateKeyKey }}
{{- end }}
# The object of the Pod's Events, known without any rights.
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: POD_NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
- name: POD_UID
  valueFrom:
    fieldRef:
      fieldPath: metadata.uid
{{- if and .ofJob (include "noetl-schema.annotatedJob" .root) }}
- name: NOETL_ANNOTATE_JOB
  value: "true"
{{- end }}
{{- if .ofJob }}
- name: JOB_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.labels['batch.kubernetes.io/job-name']
- name: JOB_UID
  valueFrom:
    fieldRef:
      fieldPath: metadata.labels['batch.kubernetes.io/controller-uid']
{{- end }}
{{- with $values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "noetl-schema.volumeMounts" -}}
{{- $values := .Values -}}
{{- if $values.config.existingConfigMap }}
- name: noetl-schema-config
  mountPath: /etc/noetl/config
  readOnly: true
{{- end }}
{{- if $values.secret.existingSecret }}
- name: noetl-schema-secret
  mountPath: /etc/noetl/secret
  readOnly: true
{{- end }}
{{- if $values.config.data }}
- name: noetl-schema-release-config
  mountPath: /etc/noetl/release-config
  readOnly: true
{{- end }}
{{- if $values.secret.data }}
- name: noetl-schema-release-secret
  mountPath: /etc/noetl/release-secret
  readOnly: true
{{- end }}
{{- if include "noetl-schema.targetsFrom" . }}
- name: noetl-schema-targets
  mountPath: /etc/noetl/targets
  readOnly: true
{{- end }}
{{- if or $values.tls.ca.configMap $values.tls.ca.secret }}
- name: noetl-schema-ca
  mountPath: /etc/noetl/ca
  readOnly: true
{{- end }}
{{- if $values.tls.client.secret }}
- name: noetl-schema-client
  mountPath: /etc/noetl/client
  readOnly: true
{{- end }}
{{- with $values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- /* Whether the program calls the API: for reports, or for settings. */ -}}
{{- define "noetl-schema.asksApi" -}}
{{- if or .Values.status.report .Values.configFrom -}}true{{- end -}}
{{- end -}}

{{- /*
  Keys of the Secrets that the init container of another chart's Pod sees; JSON, empty for all. The
  servers there do not need the administrator's password, so the container does not get it.
*/ -}}
{{- define "noetl-schema.initSecretKeys" -}}
{{- $owners := dict "noetl" "NOETL_PASSWORD" "catalog" "NOETL_PASSWORD" "workspace" "POSTGRES_PASSWORD" -}}
{{- $keys := .Values.initContainer.secretKeys -}}
{{- if not (or $keys .Values.initContainer.ensureRole) -}}
{{- range default (list "noetl") .Values.bundles -}}
{{- $keys = append $keys (get $owners .) -}}
{{- end -}}
{{- end -}}
{{- compact $keys | uniq | toJson -}}
{{- end -}}

{{- /* The mounted keys of a Secret. Called with (dict "keys" the wanted ones, all if empty "there" the existing keys, if they are known). */ -}}
{{- define "noetl-schema.secretItems" -}}
{{- $there := .there -}}
{{- range .keys }}
{{- if or (not $there) (hasKey $there .) }}
- key: {{ . }}
  path: {{ . }}
{{- end }}
{{- end }}
{{- end -}}

{{- /*
  Volumes of a Pod with the container or the init container: entries of a list.

  Secrets are 0440. With fsGroup kubelet gives them to root and that group. libpq accepts a key
  that belongs to root if the group can only read it and others have no access; it refuses
  kubelet's default, 0644.
*/ -}}
{{- define "noetl-schema.volumes" -}}
{{- $keys := include "noetl-schema.initSecretKeys" . | fromJsonArray -}}
{{- include "noetl-schema.volumesOf" (dict "root" . "settings" (include "noetl-schema.fullname" .) "secretKeys" $keys) -}}
{{- if include "noetl-schema.asksApi" . }}
# The token for the API, which only the init container mounts: the Pod has automountServiceAccountToken false.
- name: noetl-schema-token
  projected:
    sources:
      - serviceAccountToken:
          path: token
          expirationSeconds: 3600
      - configMap:
          name: kube-root-ca.crt
          items:
            - key: ca.crt
              path: ca.crt
      - downwardAPI:
          items:
            - path: namespace
              fieldRef:
                fieldPath: metadata.namespace
{{- end }}
{{- end -}}

{{- /*
  The same for a Pod of this chart, with "settings": the name of the ConfigMap and the Secret that the
  chart makes, and "secretKeys", if not all keys of the Secrets are mounted.
*/ -}}
{{- define "noetl-schema.volumesOf" -}}
{{- $values := .root.Values -}}
{{- with $values.config.existingConfigMap }}
- name: noetl-schema-config
  configMap:
    name: {{ . }}
{{- end }}
{{- with $values.secret.existingSecret }}
- name: noetl-schema-secret
  secret:
    secretName: {{ . }}
    defaultMode: 0440
    {{- with include "noetl-schema.secretItems" (dict "keys" $.secretKeys) | trim }}
    items:
      {{- . | nindent 6 }}
    {{- end }}
{{- end }}
{{- if $values.config.data }}
- name: noetl-schema-release-config
  configMap:
    name: {{ .settings }}
{{- end }}
{{- if $values.secret.data }}
- name: noetl-schema-release-secret
  secret:
    secretName: {{ .settings }}
    defaultMode: 0440
    {{- with include "noetl-schema.secretItems" (dict "keys" .secretKeys "there" $values.secret.data) | trim }}
    items:
      {{- . | nindent 6 }}
    {{- end }}
{{- end }}
{{- with include "noetl-schema.targetsVolume" . | trim }}
{{ . }}
{{- end }}
{{- with $values.tls.ca.configMap }}
- name: noetl-schema-ca
  configMap:
    name: {{ . }}
{{- end }}
{{- with $values.tls.ca.secret }}
- name: noetl-schema-ca
  secret:
    secretName: {{ . }}
    defaultMode: 0440
    # The Secret may hold an authority's key as well, which is not needed here.
    items:
      - key: {{ $values.tls.ca.key }}
        path: {{ $values.tls.ca.key }}
{{- end }}
{{- with $values.tls.client.secret }}
- name: noetl-schema-client
  secret:
    secretName: {{ . }}
    defaultMode: 0440
{{- end }}
{{- with $values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- /* What every container has after its arguments. Called as noetl-schema.env, with "mountsToken" if the Pod's account is not for all of its containers. */ -}}
{{- define "noetl-schema.containerBody" -}}
{{- $values := .root.Values -}}
image: {{ include "noetl-schema.image" .root | quote }}
imagePullPolicy: {{ $values.image.pullPolicy }}
env:
  {{- include "noetl-schema.env" . | trim | nindent 2 }}
  {{- with .env }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with $values.extraEnvFrom }}
envFrom:
  {{- toYaml . | nindent 2 }}
{{- end }}
terminationMessagePolicy: FallbackToLogsOnError
securityContext:
  {{- toYaml $values.securityContext | nindent 2 }}
resources:
  {{- toYaml $values.resources | nindent 2 }}
{{- $mounts := include "noetl-schema.volumeMounts" .root | trim }}
{{- $mountsToken := and .mountsToken (include "noetl-schema.asksApi" .root) }}
{{- if or $mounts $mountsToken }}
volumeMounts:
  {{- with $mounts }}
  {{- . | nindent 2 }}
  {{- end }}
  {{- if $mountsToken }}
  - name: noetl-schema-token
    mountPath: /var/run/secrets/kubernetes.io/serviceaccount
    readOnly: true
  {{- end }}
{{- end }}
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
    {{- include "noetl-schema.labels" .root | nindent 4 }}
    {{- if $values.mesh.keepOut }}
    {{- toYaml $values.mesh.labels | nindent 4 }}
    {{- end }}
    {{- with $values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- $annotations := merge (dict) $values.podAnnotations (ternary $values.mesh.annotations dict $values.mesh.keepOut) }}
  {{- with $annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- include "noetl-schema.podSpec" . | nindent 2 }}
{{- end -}}

{{- define "noetl-schema.podSpec" -}}
{{- $values := .root.Values -}}
{{- $asksApi := or (and .reports $values.status.report) (not (empty $values.configFrom)) -}}
restartPolicy: Never
{{- if $asksApi }}
serviceAccountName: {{ default (include "noetl-schema.serviceAccountName" .root) .account }}
{{- end }}
automountServiceAccountToken: {{ $asksApi }}
enableServiceLinks: false
terminationGracePeriodSeconds: {{ $values.terminationGracePeriodSeconds }}
securityContext:
  {{- toYaml $values.podSecurityContext | nindent 2 }}
{{- with $values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.priorityClassName }}
priorityClassName: {{ . }}
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
containers:
  - name: noetl-schema
    args: {{ toJson .args }}
    {{- include "noetl-schema.containerBody" . | nindent 4 }}
{{- $settings := default (include "noetl-schema.fullname" .root) .settings }}
{{- with include "noetl-schema.volumesOf" (dict "root" .root "settings" $settings) | trim }}
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
completions: {{ $values.targets.shards }}
parallelism: {{ $values.targets.shards }}
backoffLimitPerIndex: {{ $values.job.backoffLimit }}
{{- else }}
backoffLimit: {{ $values.job.backoffLimit }}
{{- end }}
activeDeadlineSeconds: {{ $values.job.activeDeadlineSeconds | int64 }}
podFailurePolicy:
  rules:
    # A drained node or an evicted Pod is not a failure of the schema.
    - action: Ignore
      onPodConditions:
        - type: DisruptionTarget
          status: "True"
    # A retry does not help: settings, logins, DDL, drift, a bug.
    - action: {{ ternary "FailIndex" "FailJob" (not (empty $isSharded)) }}
      onExitCodes:
        containerName: noetl-schema
        operator: In
        values: [2, 3, 4, 5, 6, 7, 8, 70]
template:
  {{- include "noetl-schema.pod" . | nindent 2 }}
{{- end -}}

{{- /* Arguments of apply and init. Called with (dict "root" . "ensureRole" bool). */ -}}
{{- define "noetl-schema.applyArgs" -}}
{{- $args := .root.Values.bundles -}}
{{- if .ensureRole }}{{ $args = append $args "--ensure-role" }}{{ end -}}
{{- concat $args .root.Values.extraArgs | toJson -}}
{{- end -}}

{{- /*
  For other charts: an init container, as an entry of a list. This chart is a dependency of
  theirs with mode "library", and is called with its own context:

    automountServiceAccountToken: false
    initContainers:
      {{- include "noetl-schema.initContainer" (index .Subcharts "noetl-schema") | nindent 8 }}
    volumes:
      {{- include "noetl-schema.volumes" (index .Subcharts "noetl-schema") | nindent 8 }}
*/ -}}
{{- define "noetl-schema.initContainer" -}}
{{- $apply := dict "name" "NOETL_INIT_DB" "value" (toString .Values.initContainer.apply) -}}
- name: {{ .Values.initContainer.name }}
  {{- $args := include "noetl-schema.applyArgs" (dict "root" . "ensureRole" .Values.initContainer.ensureRole) | fromJsonArray }}
  args: {{ prepend $args "init" | toJson }}
  {{- include "noetl-schema.containerBody" (dict "root" . "ofJob" false "env" (list $apply) "mountsToken" true) | nindent 2 }}
{{- end -}}
