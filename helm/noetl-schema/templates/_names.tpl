{{/* Forty characters leave room for a revision or "-partitions": a CronJob's name has at most 52. */}}
{{- define "noetl-schema.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
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
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "noetl-schema.labels" -}}
{{ include "noetl-schema.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: noetl
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "noetl-schema.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ default .Chart.AppVersion .Values.image.tag }}
{{- end -}}
{{- end -}}

{{- define "noetl-schema.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{ default (include "noetl-schema.fullname" .) .Values.serviceAccount.name }}
{{- else -}}
{{ default "default" .Values.serviceAccount.name }}
{{- end -}}
{{- end -}}

{{- /* Annotations of a hook. Called with (dict "root" . "events" list "weight" number),
  and "deletePolicy" if it differs from that of mode hook. */ -}}
{{- define "noetl-schema.hook" -}}
helm.sh/hook: {{ join "," .events }}
helm.sh/hook-weight: {{ .weight | toString | quote }}
helm.sh/hook-delete-policy: {{ default .root.Values.hook.deletePolicy .deletePolicy }}
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

{{- /* The account of "helm test", if it needs one. */ -}}
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
