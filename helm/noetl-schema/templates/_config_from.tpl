{{- /* Settings through the Kubernetes API, and the rights that this needs. */ -}}

{{- /* The value of NOETL_CONFIG_FROM. */ -}}
{{- define "noetl-schema.configFrom" -}}
{{- $references := list -}}
{{- range .Values.configFrom -}}
{{- $namespace := default $.Release.Namespace .namespace -}}
{{- $references = append $references (.secret | empty | ternary (printf "%s/%s" $namespace (default "" .configMap)) (printf "%s/secret/%s" $namespace (default "" .secret))) -}}
{{- end -}}
{{- join ":" $references -}}
{{- end -}}

{{- /* The namespaces that need rights: the release's, and those that settings are read from; JSON. */ -}}
{{- define "noetl-schema.namespaces" -}}
{{- $namespaces := list .Release.Namespace -}}
{{- range .Values.configFrom -}}
{{- $namespaces = append $namespaces (default $.Release.Namespace .namespace) -}}
{{- end -}}
{{- uniq $namespaces | toJson -}}
{{- end -}}

{{- /*
  Rules of the Role in a namespace: the rights for reports, "get" on just the objects that settings
  are read from, and no more. Called with (dict "root" . "namespace" its name "reports" bool).
*/ -}}
{{- define "noetl-schema.rules" -}}
{{- if .reports }}
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, patch]
# Server-side apply asks for "create" with the object's name, so one name is enough.
- apiGroups: [""]
  resources: [configmaps]
  resourceNames: [{{ .root.Values.status.configMap | quote }}]
  verbs: [create, patch]
{{- with include "noetl-schema.jobName" .root }}
# Whether its Job is still there: a run that nobody wants any more ends before it changes something.
- apiGroups: [batch]
  resources: [jobs]
  resourceNames: [{{ . | quote }}]
  verbs: [get]
{{- end }}
{{- if include "noetl-schema.annotatedJob" .root }}
# The program changes only annotations, and a Job's template cannot be changed.
- apiGroups: [batch]
  resources: [jobs]
  resourceNames: [{{ include "noetl-schema.annotatedJob" .root | quote }}]
  verbs: [patch]
{{- end }}
{{- end }}
{{- $names := dict "configMap" (list) "secret" (list) }}
{{- range .root.Values.configFrom }}
{{- if eq $.namespace (default $.root.Release.Namespace .namespace) }}
{{- $kind := .secret | empty | ternary "configMap" "secret" }}
{{- $_ := set $names $kind (append (index $names $kind) (index . $kind)) }}
{{- end }}
{{- end }}
{{- with $names.configMap }}
- apiGroups: [""]
  resources: [configmaps]
  resourceNames: {{ uniq . | toJson }}
  verbs: [get]
{{- end }}
{{- with $names.secret }}
- apiGroups: [""]
  resources: [secrets]
  resourceNames: {{ uniq . | toJson }}
  verbs: [get]
{{- end }}
{{- end -}}
