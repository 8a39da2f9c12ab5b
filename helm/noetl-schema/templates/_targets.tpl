{{- /* The file of targets: many databases or schemas, each with settings of its own. */ -}}

{{- /* Where it comes from: "configMap", "secret", "own" (the chart's ConfigMap), or nothing. */ -}}
{{- define "noetl-schema.targetsFrom" -}}
{{- $targets := .Values.targets -}}
{{- if $targets.existingSecret -}}secret
{{- else if $targets.existingConfigMap -}}configMap
{{- else if $targets.targets -}}own
{{- end -}}
{{- end -}}

{{- /* Whether the Pods of an Indexed Job share them. */ -}}
{{- define "noetl-schema.isSharded" -}}
{{- if and (include "noetl-schema.targetsFrom" .) (gt (int .Values.targets.shards) 1) -}}true{{- end -}}
{{- end -}}

{{- /* The file itself. */ -}}
{{- define "noetl-schema.targetsFile" -}}
{{- with .Values.targets.defaults }}
defaults:
  {{- include "noetl-schema.data" . | trim | nindent 2 }}
{{- end }}
targets:
{{- range .Values.targets.targets }}
  - name: {{ .name | quote }}
    {{- with include "noetl-schema.data" (omit . "name") | trim }}
    {{- . | nindent 4 }}
    {{- end }}
{{- end }}
{{- end -}}

{{- /* Called as noetl-schema.env. */ -}}
{{- define "noetl-schema.targetsEnv" -}}
{{- $targets := .root.Values.targets -}}
{{- if include "noetl-schema.targetsFrom" .root }}
- name: NOETL_TARGETS
  value: /etc/noetl/targets/{{ $targets.key }}
- name: NOETL_JOBS
  value: {{ $targets.jobs | int | quote }}
{{- if and .ofJob (include "noetl-schema.isSharded" .root) }}
# Kubernetes sets JOB_COMPLETION_INDEX, the share of this Pod.
- name: NOETL_SHARDS
  value: {{ $targets.shards | int | quote }}
{{- end }}
{{- end }}
{{- end -}}

{{- /* Called as noetl-schema.volumesOf. */ -}}
{{- define "noetl-schema.targetsVolume" -}}
{{- $targets := .root.Values.targets -}}
{{- $from := include "noetl-schema.targetsFrom" .root -}}
{{- if eq $from "secret" }}
- name: noetl-schema-targets
  secret:
    secretName: {{ $targets.existingSecret | quote }}
    defaultMode: 0440
{{- else if $from }}
- name: noetl-schema-targets
  configMap:
    name: {{ default (printf "%s-targets" .settings) $targets.existingConfigMap | quote }}
{{- end }}
{{- end -}}
