{{- /* What a command works on: bundles, or DDL of the chart's user. The same for every command. */ -}}

{{- /* Bundles; JSON. Absent, null, empty, and the [""] that --set makes of {} are all the same. */ -}}
{{- define "noetl-schema.bundles" -}}
{{- if and (include "noetl-schema.ddlFrom" .) (not .Values.ddl.withBundles) -}}[]
{{- else -}}{{ default list .Values.bundles | compact | toJson }}
{{- end -}}
{{- end -}}

{{- /*
  Bundles as far as the chart can know them; JSON: where the values name none, those of the setting in the
  values. What an existing ConfigMap says of it, or a target, is not known here.
*/ -}}
{{- define "noetl-schema.knownBundles" -}}
{{- $bundles := include "noetl-schema.bundles" . | fromJsonArray -}}
{{- if not (or $bundles (include "noetl-schema.ddlFrom" .)) -}}
{{- $said := get (default dict .Values.config.data) "NOETL_BUNDLES" | toString -}}
{{- range .Values.extraEnv -}}
{{- if eq .name "NOETL_BUNDLES" }}{{ $said = get . "value" | default "" | toString }}{{ end -}}
{{- end -}}
{{- $bundles = regexSplit "\\s+" $said -1 | compact -}}
{{- end -}}
{{- toJson $bundles -}}
{{- end -}}

{{- /* Where own DDL comes from: "existing" (ConfigMaps), "own" (the chart's ConfigMap), or nothing. */ -}}
{{- define "noetl-schema.ddlFrom" -}}
{{- if include "noetl-schema.ddlConfigMaps" . | fromJsonArray -}}existing
{{- else if .Values.ddl.files -}}own
{{- end -}}
{{- end -}}

{{- /* Names of the existing ConfigMaps; JSON. */ -}}
{{- define "noetl-schema.ddlConfigMaps" -}}
{{- $names := .Values.ddl.existingConfigMap -}}
{{- kindIs "slice" $names | ternary $names (list $names) | compact | toJson -}}
{{- end -}}

{{- define "noetl-schema.ddlName" -}}
{{- default .Release.Name .Values.ddl.name -}}
{{- end -}}

{{- /* Arguments that name it; JSON. */ -}}
{{- define "noetl-schema.whatArgs" -}}
{{- $args := include "noetl-schema.bundles" . | fromJsonArray -}}
{{- if include "noetl-schema.ddlFrom" . -}}
{{- $args = concat $args (list "--file" "/etc/noetl/ddl" "--name" (include "noetl-schema.ddlName" .)) -}}
{{- end -}}
{{- toJson $args -}}
{{- end -}}

{{- /* The same in words, for NOTES. */ -}}
{{- define "noetl-schema.what" -}}
{{- $targets := include "noetl-schema.targetsFrom" . -}}
{{- /* A target's own setting ranks above that of the values. */ -}}
{{- $bundles := include (ternary "noetl-schema.bundles" "noetl-schema.knownBundles" (not (empty $targets))) . | fromJsonArray -}}
{{- $ddl := ternary (printf "DDL %q" (include "noetl-schema.ddlName" .)) "" (not (empty (include "noetl-schema.ddlFrom" .))) -}}
{{- $words := append (ternary (list (printf "schemas of %s" (join ", " $bundles))) list (not (empty $bundles))) $ddl | compact -}}
{{- default (list "schemas that the setting NOETL_BUNDLES names (noetl without it)") $words | join " and the " }}{{ if $targets }} in each target{{ end -}}
{{- end -}}

{{- /* The DDL in the chart's ConfigMap: text, and packed files as base64. Called with the files. */ -}}
{{- define "noetl-schema.ddlData" -}}
{{- $packed := dict -}}
{{- $text := dict -}}
{{- range $name, $content := . -}}
{{- $_ := set (hasSuffix ".gz" $name | ternary $packed $text) $name $content -}}
{{- end -}}
{{- with $text }}
data:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $packed }}
binaryData:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- /* Called as noetl-schema.volumesOf. Several ConfigMaps become one folder, so DDL may be larger than one holds. */ -}}
{{- define "noetl-schema.ddlVolume" -}}
{{- $from := include "noetl-schema.ddlFrom" .root -}}
{{- if $from }}
{{- $names := include "noetl-schema.ddlConfigMaps" .root | fromJsonArray | default (list (printf "%s-ddl" .settings)) }}
- name: noetl-schema-ddl
  projected:
    sources:
      {{- range $names }}
      - configMap:
          name: {{ . | quote }}
      {{- end }}
{{- end }}
{{- end -}}

{{- /* Which CronJobs there are; JSON. Files have no partitions, so own DDL alone needs none of the first kind. */ -}}
{{- define "noetl-schema.cronJobs" -}}
{{- $cronjob := .Values.cronjob -}}
{{- $names := list -}}
{{- $hasOnlyFiles := and (include "noetl-schema.ddlFrom" .) (not .Values.ddl.withBundles) (empty $cronjob.partitions.bundles) -}}
{{- if and $cronjob.partitions.enabled (not $hasOnlyFiles) }}{{ $names = append $names "partitions" }}{{ end -}}
{{- if $cronjob.verify.enabled }}{{ $names = append $names "verify" }}{{ end -}}
{{- toJson $names -}}
{{- end -}}
