{{- /* Which keys of Secrets a container sees, and under which names. */ -}}

{{- /* Setting: key, of Secrets as operators make them. */ -}}
{{- define "noetl-schema.secretPresets" -}}
cnpg: {NOETL_USER: username, NOETL_PASSWORD: password, NOETL_POSTGRES_DB: dbname, POSTGRES_HOST: host, POSTGRES_PORT: port}
crunchy: {NOETL_USER: user, NOETL_PASSWORD: password, NOETL_POSTGRES_DB: dbname, POSTGRES_HOST: host, POSTGRES_PORT: port}
zalando: {NOETL_USER: username, NOETL_PASSWORD: password}
{{- end -}}

{{- /* The mapping of the existing Secret, setting: key; JSON, empty if keys and settings are called the same. */ -}}
{{- define "noetl-schema.secretKeys" -}}
{{- $preset := get (include "noetl-schema.secretPresets" . | fromYaml) (default "" .Values.secret.preset) -}}
{{- merge (dict) (default dict .Values.secret.keys) (default dict $preset) | toJson -}}
{{- end -}}

{{- /*
  Settings of the Secrets that the init container of another chart's Pod sees; JSON, empty for all.
  The servers there do not need the administrator's password, so the container does not get it.
*/ -}}
{{- define "noetl-schema.initSecretKeys" -}}
{{- $owners := dict "noetl" "NOETL_PASSWORD" "catalog" "NOETL_PASSWORD" "workspace" "POSTGRES_PASSWORD" -}}
{{- $keys := default list .Values.initContainer.secretKeys | compact -}}
{{- if not (or $keys .Values.initContainer.ensureRole) -}}
{{- range keys (include "noetl-schema.secretKeys" . | fromJson) | sortAlpha -}}
{{- if not (hasPrefix "NOETL_ADMIN_" .) }}{{ $keys = append $keys . }}{{ end -}}
{{- end -}}
{{- range default (list "noetl") (include "noetl-schema.knownBundles" . | fromJsonArray) -}}
{{- $keys = append $keys (get $owners .) -}}
{{- end -}}
{{- if include "noetl-schema.ddlFrom" . }}{{ $keys = append $keys "NOETL_PASSWORD" }}{{ end -}}
{{- end -}}
{{- compact $keys | uniq | toJson -}}
{{- end -}}

{{- /*
  The mounted keys of a Secret, as items. Called with (dict "wanted" the settings, all if empty
  "mapping" setting: key, if keys are called otherwise "there" the existing keys, if they are known).
*/ -}}
{{- define "noetl-schema.secretItems" -}}
{{- $root := . -}}
{{- $mapping := default dict .mapping -}}
{{- range default (keys $mapping | sortAlpha) .wanted }}
{{- $isMapped := or (not $mapping) (hasKey $mapping .) }}
{{- if and $isMapped (or (not $root.there) (hasKey $root.there .)) }}
- key: {{ get $mapping . | default . | quote }}
  path: {{ . | quote }}
{{- end }}
{{- end }}
{{- end -}}
