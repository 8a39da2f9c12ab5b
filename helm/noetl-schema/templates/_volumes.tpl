{{- /* Volumes and mounts. What extraVolumes or extraVolumeMounts name, the chart leaves out: nothing is there twice. */ -}}

{{- define "noetl-schema.volumeMounts" -}}
{{- $extra := default list .Values.extraVolumeMounts -}}
{{- $own := include "noetl-schema.ownVolumeMounts" . | fromYamlArray -}}
{{- concat (include "noetl-schema.without" (dict "list" $own "taken" $extra "key" "mountPath") | fromJsonArray) $extra | toYaml -}}
{{- end -}}

{{- /* Which of the chart's volumes there are: name (without "noetl-schema-") and place below /etc/noetl; JSON. */ -}}
{{- define "noetl-schema.places" -}}
{{- $values := .Values -}}
{{- $places := list -}}
{{- if $values.config.existingConfigMap }}{{ $places = append $places "config" }}{{ end -}}
{{- if $values.secret.existingSecret }}{{ $places = append $places "secret" }}{{ end -}}
{{- if $values.config.data }}{{ $places = append $places "release-config" }}{{ end -}}
{{- if $values.secret.data }}{{ $places = append $places "release-secret" }}{{ end -}}
{{- if include "noetl-schema.targetsFrom" . }}{{ $places = append $places "targets" }}{{ end -}}
{{- if include "noetl-schema.ddlFrom" . }}{{ $places = append $places "ddl" }}{{ end -}}
{{- if or $values.tls.ca.configMap $values.tls.ca.secret }}{{ $places = append $places "ca" }}{{ end -}}
{{- if $values.tls.client.secret }}{{ $places = append $places "client" }}{{ end -}}
{{- toJson $places -}}
{{- end -}}

{{- define "noetl-schema.ownVolumeMounts" -}}
{{- range include "noetl-schema.places" . | fromJsonArray }}
- name: noetl-schema-{{ . }}
  mountPath: /etc/noetl/{{ . }}
  readOnly: true
{{- end }}
{{- end -}}

{{- /* Whether the program calls the API: for reports, or for settings. */ -}}
{{- define "noetl-schema.asksApi" -}}
{{- if or .Values.status.report .Values.configFrom -}}true{{- end -}}
{{- end -}}

{{- /*
  Volumes of a Pod with the init container: entries of a list.

  Secrets are 0440. With fsGroup kubelet gives them to root and that group. libpq accepts a key
  that belongs to root if the group can only read it and others have no access; it refuses
  kubelet's default, 0644.
*/ -}}
{{- define "noetl-schema.volumes" -}}
{{- $keys := include "noetl-schema.initSecretKeys" . | fromJsonArray -}}
{{- include "noetl-schema.volumesOf" (dict "root" . "settings" (include "noetl-schema.fullname" .) "secretKeys" $keys
  "hasToken" (not (empty (include "noetl-schema.asksApi" .)))) -}}
{{- end -}}

{{- /*
  The same for a Pod of this chart, a list, with "settings": the name of the ConfigMap and the Secret
  that the chart makes, "secretKeys", if not all keys of the Secrets are mounted, and "hasToken",
  whether the token for the API is a volume.
*/ -}}
{{- define "noetl-schema.volumesOf" -}}
{{- $extra := default list .root.Values.extraVolumes -}}
{{- $own := include "noetl-schema.ownVolumes" . | fromYamlArray -}}
{{- $all := concat (include "noetl-schema.without" (dict "list" $own "taken" $extra "key" "name") | fromJsonArray) $extra -}}
{{- with $all }}{{ toYaml . }}{{ end -}}
{{- end -}}

{{- define "noetl-schema.ownVolumes" -}}
{{- $values := .root.Values -}}
{{- with $values.config.existingConfigMap }}
- name: noetl-schema-config
  configMap:
    name: {{ . | quote }}
{{- end }}
{{- with $values.secret.existingSecret }}
- name: noetl-schema-secret
  secret:
    secretName: {{ . | quote }}
    defaultMode: 0440
    {{- with include "noetl-schema.secretItems" (dict "wanted" $.secretKeys "mapping" (include "noetl-schema.secretKeys" $.root | fromJson)) | trim }}
    items:
      {{- . | nindent 6 }}
    {{- end }}
{{- end }}
{{- if $values.config.data }}
- name: noetl-schema-release-config
  configMap:
    name: {{ .settings | quote }}
{{- end }}
{{- if $values.secret.data }}
- name: noetl-schema-release-secret
  secret:
    secretName: {{ .settings | quote }}
    defaultMode: 0440
    {{- with include "noetl-schema.secretItems" (dict "wanted" .secretKeys "there" $values.secret.data) | trim }}
    items:
      {{- . | nindent 6 }}
    {{- end }}
{{- end }}
{{- include "noetl-schema.targetsVolume" . }}
{{- include "noetl-schema.ddlVolume" . }}
{{- with $values.tls.ca.configMap }}
- name: noetl-schema-ca
  configMap:
    name: {{ . | quote }}
{{- end }}
{{- with $values.tls.ca.secret }}
- name: noetl-schema-ca
  secret:
    secretName: {{ . | quote }}
    defaultMode: 0440
    # The Secret may hold an authority's key as well, which is not needed here.
    items:
      - key: {{ $values.tls.ca.key | quote }}
        path: {{ $values.tls.ca.key | quote }}
{{- end }}
{{- with $values.tls.client.secret }}
- name: noetl-schema-client
  secret:
    secretName: {{ . | quote }}
    defaultMode: 0440
{{- end }}
{{- if .hasToken }}
{{- include "noetl-schema.tokenVolume" . }}
{{- end }}
{{- end -}}

{{- /* The token for the API, which only one container mounts: the Pod has automountServiceAccountToken false. */ -}}
{{- define "noetl-schema.tokenVolume" }}
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
{{- end -}}
