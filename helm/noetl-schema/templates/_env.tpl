{{- /* Settings and environment of a container. What extraEnv names, the chart leaves out: nothing is there twice. */ -}}

{{- /* Settings as mounted folders; the later ranks above the earlier. */ -}}
{{- define "noetl-schema.configFolders" -}}
{{- $folders := list -}}
{{- if .Values.config.existingConfigMap }}{{ $folders = append $folders "/etc/noetl/config" }}{{ end -}}
{{- if .Values.secret.existingSecret }}{{ $folders = append $folders "/etc/noetl/secret" }}{{ end -}}
{{- if .Values.config.data }}{{ $folders = append $folders "/etc/noetl/release-config" }}{{ end -}}
{{- if .Values.secret.data }}{{ $folders = append $folders "/etc/noetl/release-secret" }}{{ end -}}
{{- concat $folders (default list .Values.extraConfigDirs) | compact | join ":" -}}
{{- end -}}

{{- /*
  Environment, a list. Called with (dict "root" . "ofJob" whether a Job owns the Pod), and "reports" if
  this command does not report to the API, "env" if the container has more.
*/ -}}
{{- define "noetl-schema.env" -}}
{{- $extra := default list .root.Values.extraEnv -}}
{{- $own := concat (include "noetl-schema.ownEnv" . | fromYamlArray) (default list .env) -}}
{{- concat (include "noetl-schema.without" (dict "list" $own "taken" $extra "key" "name") | fromJsonArray) $extra | toYaml -}}
{{- end -}}

{{- define "noetl-schema.ownEnv" -}}
{{- $values := .root.Values -}}
{{- with include "noetl-schema.configFolders" .root }}
- name: NOETL_CONFIG_DIR
  value: {{ . | quote }}
{{- end }}
{{- with include "noetl-schema.configFrom" .root }}
- name: NOETL_CONFIG_FROM
  value: {{ . | quote }}
{{- end }}
{{- with include "noetl-schema.targetsEnv" . | trim }}
{{ . }}
{{- end }}
{{- with include "noetl-schema.budgetEnv" . | trim }}
{{ . }}
{{- end }}
{{- $isSilent := and (hasKey . "reports") (not .reports) }}
- name: NOETL_REPORT
  value: {{ ternary "auto" "off" (and $values.status.report (not $isSilent)) | quote }}
- name: NOETL_STATUS_CONFIGMAP
  value: {{ $values.status.configMap | quote }}
{{- with $values.revision }}
- name: NOETL_REVISION
  value: {{ . | quote }}
{{- end }}
{{- include "noetl-schema.tlsEnv" .root }}
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
{{- end -}}

{{- define "noetl-schema.tlsEnv" -}}
{{- $tls := .Values.tls -}}
{{- $hasAuthority := or $tls.ca.configMap $tls.ca.secret }}
{{- with $tls.mode | default (ternary "verify-full" "" (not (empty $hasAuthority))) }}
- name: PGSSLMODE
  value: {{ . | quote }}
{{- end }}
{{- if $hasAuthority }}
- name: PGSSLROOTCERT
  value: /etc/noetl/ca/{{ $tls.ca.key }}
{{- end }}
{{- if $tls.client.secret }}
- name: PGSSLCERT
  value: /etc/noetl/client/{{ $tls.client.certificateKey }}
- name: PGSSLKEY
  value: /etc/noetl/client/{{ $tls.client.privateKeyKey }}
{{- end }}
{{- end -}}

{{- /*
  A hook's run has to end before Helm gives it up, and with its own sentence: all its waits together
  take at most four fifths of Helm's time. What config.data sets is left alone.
*/ -}}
{{- define "noetl-schema.budgetEnv" -}}
{{- if and .ofJob (eq .root.Values.mode "hook") (not (hasKey (default dict .root.Values.config.data) "NOETL_RUN_TIMEOUT")) }}
- name: NOETL_RUN_TIMEOUT
  value: {{ div (mul (int .root.Values.hook.timeout) 4) 5 }}s
{{- end }}
{{- end -}}
