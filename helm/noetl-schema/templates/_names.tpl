{{/* Forty characters leave room for a revision or "-partitions": a CronJob's name has at most 52. */}}
{{- define "noetl-schema.cut" -}}
{{- regexReplaceAll "[-.]+$" (trunc 40 .) "" -}}
{{- end -}}

{{- define "noetl-schema.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- include "noetl-schema.cut" .Values.fullnameOverride -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- include "noetl-schema.cut" .Release.Name -}}
{{- else -}}
{{- include "noetl-schema.cut" (printf "%s-%s" .Release.Name $name) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Name of the Job, in modes with one. An existing Job cannot be changed: in mode job every revision has its own. */}}
{{- define "noetl-schema.jobName" -}}
{{- if eq .Values.mode "hook" -}}
{{- include "noetl-schema.fullname" . -}}
{{- else if eq .Values.mode "job" -}}
{{- printf "%s-%d" (include "noetl-schema.fullname" .) .Release.Revision -}}
{{- end -}}
{{- end -}}

{{/* The Job that gets the annotation about its end, if any. The Pods of several shards would overwrite each other's. */}}
{{- define "noetl-schema.annotatedJob" -}}
{{- if and .Values.status.report .Values.job.annotate (not (include "noetl-schema.isSharded" .)) -}}
{{- include "noetl-schema.jobName" . -}}
{{- end -}}
{{- end -}}

{{- define "noetl-schema.selectorLabels" -}}
app.kubernetes.io/name: {{ regexReplaceAll "[-.]+$" (default .Chart.Name .Values.nameOverride | trunc 63) "" | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}

{{- /* Labels of every object. What commonLabels names is theirs; the two that select Pods are the chart's (check.yaml). */ -}}
{{- define "noetl-schema.labels" -}}
{{- $own := dict
  "app.kubernetes.io/version" .Chart.AppVersion
  "app.kubernetes.io/part-of" "noetl"
  "app.kubernetes.io/managed-by" .Release.Service
  "helm.sh/chart" (printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-") -}}
{{- merge (include "noetl-schema.selectorLabels" . | fromYaml) (default dict .Values.commonLabels) $own | toYaml -}}
{{- end -}}

{{- /* Labels of Pods: podLabels win, then what keeps meshes out. */ -}}
{{- define "noetl-schema.podLabels" -}}
{{- $mesh := ternary .Values.mesh.labels dict .Values.mesh.keepOut | default dict -}}
{{- merge (dict) (default dict .Values.podLabels) $mesh (include "noetl-schema.labels" . | fromYaml) | toYaml -}}
{{- end -}}

{{- define "noetl-schema.image" -}}
{{- $repository := .Values.image.repository -}}
{{- with (default dict .Values.global).imageRegistry -}}
{{- /* The first part is a registry if it has a dot or a port, or is localhost: as Docker reads it. */ -}}
{{- $repository = printf "%s/%s" (trimSuffix "/" .) (regexReplaceAll "^(localhost|[^/]*[.:][^/]*)/" $repository "") -}}
{{- end -}}
{{- if .Values.image.digest -}}
{{ $repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ $repository }}:{{ default .Chart.AppVersion .Values.image.tag }}
{{- end -}}
{{- end -}}

{{- /* The chart's and the parent's, by name; each once. */ -}}
{{- define "noetl-schema.imagePullSecrets" -}}
{{- $names := list -}}
{{- range concat (default list .Values.imagePullSecrets) (default list (default dict .Values.global).imagePullSecrets) -}}
{{- $names = append $names (kindIs "string" . | ternary . (get (kindIs "map" . | ternary . dict) "name")) -}}
{{- end -}}
{{- range uniq (compact $names) }}
- name: {{ . | quote }}
{{- end }}
{{- end -}}

{{- /* The items of a list whose name nobody else has taken; JSON. Called with (dict "list" "taken" and "key": what names an item). */ -}}
{{- define "noetl-schema.without" -}}
{{- $names := list -}}
{{- range .taken }}{{ $names = append $names (get . $.key) }}{{ end -}}
{{- $left := list -}}
{{- range .list }}{{ if not (has (get . $.key) $names) }}{{ $left = append $left . }}{{ end }}{{ end -}}
{{- $left | toJson -}}
{{- end -}}

{{- define "noetl-schema.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{ default (include "noetl-schema.fullname" .) .Values.serviceAccount.name }}
{{- else -}}
{{ default "default" .Values.serviceAccount.name }}
{{- end -}}
{{- end -}}

{{- /* Whether the account is more than a right to call the API: a cloud's identity, or one of the user's own. */ -}}
{{- define "noetl-schema.hasIdentity" -}}
{{- if or .Values.serviceAccount.name .Values.serviceAccount.annotations -}}true{{- end -}}
{{- end -}}

{{- /* Annotations of a hook. Called with (dict "root" . "events" list "weight" number),
  and "deletePolicy" if it differs from that of mode hook. */ -}}
{{- define "noetl-schema.hook" -}}
helm.sh/hook: {{ join "," .events }}
helm.sh/hook-weight: {{ .weight | toString | quote }}
helm.sh/hook-delete-policy: {{ default .root.Values.hook.deletePolicy .deletePolicy }}
{{- end -}}

{{- /* Annotations of the Job: those of job.annotations win. */ -}}
{{- define "noetl-schema.jobAnnotations" -}}
{{- $own := dict -}}
{{- if eq .Values.mode "hook" -}}
{{- $own = include "noetl-schema.hook" (dict "root" . "events" .Values.hook.events "weight" (int .Values.hook.weight)) | fromYaml -}}
{{- /* From Helm 3.18 on, Helm itself shows the log of a failed Job. */ -}}
{{- $_ := set $own "helm.sh/hook-output-log-policy" "hook-failed" -}}
{{- else -}}
{{- /* For Argo CD every revision is the first: it must replace the Job of that name. */ -}}
{{- $_ := set $own "argocd.argoproj.io/sync-options" "Force=true,Replace=true" -}}
{{- end -}}
{{- merge (dict) (default dict .Values.job.annotations) $own | toYaml -}}
{{- end -}}

{{- /*
  Annotations of the objects that the Job needs. Helm makes plain objects after the hooks have run,
  so in mode hook these are hooks as well.

  In Helm, hook-failed has no effect here: these do not fail. Argo CD applies it to the whole sync.
  If a retry of a failed sync only deleted what the last attempt left in its first wave, Argo CD
  would take that attempt's failure for its own: so nothing is left.
*/ -}}
{{- define "noetl-schema.hookOfNeeds" -}}
{{- if eq .Values.mode "hook" -}}
{{- $policy := append (splitList "," .Values.hook.deletePolicy) "hook-failed" | uniq | join "," -}}
{{- include "noetl-schema.hook" (dict "root" . "events" .Values.hook.events "weight" (sub (int .Values.hook.weight) 10) "deletePolicy" $policy) -}}
{{- end -}}
{{- end -}}

{{- /*
  Name of the settings that "helm test" reads. In mode hook those of the Job are deleted when it
  has succeeded, so the test has plain ones. They cannot be hooks of the test, because Helm 3 takes
  every such hook for a Pod and asks for its log.
*/ -}}
{{- define "noetl-schema.testSettings" -}}
{{- include "noetl-schema.fullname" . }}{{ if eq .Values.mode "hook" }}-test{{ end -}}
{{- end -}}

{{- /* The account of "helm test", if it needs one: in mode hook that of the Job is deleted when it has succeeded. */ -}}
{{- define "noetl-schema.testAccountName" -}}
{{- if and .Values.serviceAccount.create (eq .Values.mode "hook") -}}
{{ include "noetl-schema.serviceAccountName" . }}-test
{{- else -}}
{{ include "noetl-schema.serviceAccountName" . }}
{{- end -}}
{{- end -}}

{{- /* One rule of a NetworkPolicy. Called with (dict "way" its ports and peers "protocols" list). */ -}}
{{- define "noetl-schema.way" -}}
- ports:
    {{- range $port := .way.ports }}
    {{- range $.protocols }}
    - {protocol: {{ . }}, port: {{ $port | int }}}
    {{- end }}
    {{- end }}
  {{- with .way.to }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{- /*
  Whether a setting is a secret, which must not be visible in the release's objects.
  Called with (dict "key" its name "value" its value).
*/ -}}
{{- define "noetl-schema.isSecret" -}}
{{- $key := upper (toString .key) -}}
{{- if or (contains "PASSWORD" $key) (hasSuffix "DATABASE_URL" $key) (regexMatch "://[^/?#@]*:[^/?#]*@" (toString .value)) -}}true{{- end -}}
{{- end -}}

{{- /* Values of settings as text: Helm reads every number as a fraction. */ -}}
{{- define "noetl-schema.data" -}}
{{- range $key, $value := . }}
{{ $key }}: {{ if kindIs "float64" $value }}{{ $value | int64 | toString | quote }}{{ else }}{{ $value | toString | quote }}{{ end }}
{{- end }}
{{- end -}}
