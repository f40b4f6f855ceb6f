{{/*
Labels of an object: those of the kustomize manifests, and what Helm users expect. With "component", those of a component.
Takes a dict: root, component, labels (further ones).
*/}}
{{- define "sidecar-injector.labels" -}}
{{- $labels := dict
  "app.kubernetes.io/part-of" "sidecar-injector"
  "app.kubernetes.io/instance" .root.Release.Name
  "app.kubernetes.io/managed-by" .root.Release.Service
  "app.kubernetes.io/version" (.root.Chart.AppVersion | replace "+" "_")
  "helm.sh/chart" (printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_")
-}}
{{- if .component }}{{ $labels = merge $labels (include "sidecar-injector.selector" . | fromYaml) }}{{ end -}}
{{- merge $labels (.labels | default dict) .root.Values.commonLabels | toYaml }}
{{- end }}

{{/* What the Service, the Deployments and the budget select by: never to be changed. Takes a dict: component. */}}
{{- define "sidecar-injector.selector" -}}
app.kubernetes.io/name: sidecar-injector
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/* Metadata of a Pod. Without version and release: these would replace Pods that do not change. Takes a dict: root, component. */}}
{{- define "sidecar-injector.podMetadata" -}}
{{- $labels := include "sidecar-injector.selector" . | fromYaml -}}
{{- $_ := set $labels "app.kubernetes.io/part-of" "sidecar-injector" -}}
labels:
  {{- merge $labels .root.Values.podLabels | toYaml | nindent 2 }}
annotations:
  # Never to be reviewed by itself, whatever the namespace is called.
  {{- merge (dict "sidecar-injector.dev/inject" "false") .root.Values.podAnnotations | toYaml | nindent 2 }}
{{- end }}

{{/* What all Pods have in common. Takes the root. */}}
{{- define "sidecar-injector.podDefaults" -}}
automountServiceAccountToken: true
# Variables for each Service of the namespace: not needed.
enableServiceLinks: false
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* The user of all Pods: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted */}}
{{- define "sidecar-injector.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{/* What all containers have in common. Takes the root. */}}
{{- define "sidecar-injector.containerDefaults" -}}
image: {{ include "sidecar-injector.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
{{- end }}

{{- define "sidecar-injector.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}
{{ printf "%s@%s" .repository .digest | quote }}
{{- else -}}
{{ printf "%s:%s" .repository (.tag | default $.Chart.AppVersion) | quote }}
{{- end -}}
{{- end -}}
{{- end }}

{{/* The namespace that a program belongs to. */}}
{{- define "sidecar-injector.namespaceVariable" -}}
- name: SIDECAR_INJECTOR_NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
{{- end }}

{{/* Flags that are only there where they differ from the default, then those of the user. Takes a dict: root, args, decides. */}}
{{- define "sidecar-injector.flags" -}}
{{- $values := .root.Values -}}
{{- if and .decides (ne (include "sidecar-injector.protected" .root) "kube-system,kube-public,kube-node-lease") }}
- --protected-namespaces={{ include "sidecar-injector.protected" .root }}
{{- end }}
{{- if ne $values.logLevel "info" }}
- --log-level={{ $values.logLevel }}
{{- end }}
{{- range .args }}
- {{ . | quote }}
{{- end }}
{{- end }}

{{- define "sidecar-injector.protected" -}}
{{ join "," .Values.protectedNamespaces }}
{{- end }}

{{/* The probes of the programs beside the server. */}}
{{- define "sidecar-injector.probes" -}}
startupProbe:
  httpGet:
    path: /livez
    port: probes
  periodSeconds: 1
  failureThreshold: 60
readinessProbe:
  httpGet:
    path: /readyz
    port: probes
  periodSeconds: 5
  timeoutSeconds: 2
  failureThreshold: 2
livenessProbe:
  httpGet:
    path: /livez
    port: probes
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 3
{{- end }}

{{/* "true" where the certificates are made by the chart's own programs. */}}
{{- define "sidecar-injector.ownCertificates" -}}
{{- if eq .Values.certificates.provider "job" }}true{{ end -}}
{{- end }}

{{/* "true" where guards are installed. */}}
{{- define "sidecar-injector.guarded" -}}
{{- if kindIs "bool" .Values.guard.enabled }}{{ if .Values.guard.enabled }}true{{ end }}{{ else if .Values.profiles.ignore }}true{{ end -}}
{{- end }}

{{/* A ServiceAccount. Only the Pods that are meant to have its token mount it. Takes a dict: root, component, name. */}}
{{- define "sidecar-injector.serviceAccount" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .name }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "sidecar-injector.labels" . | nindent 4 }}
automountServiceAccountToken: false
{{- end }}

{{/* Gives a ServiceAccount the ClusterRole of its name. Takes a dict: root, component, name. */}}
{{- define "sidecar-injector.clusterRoleBinding" -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: {{ .name }}
  labels:
    {{- include "sidecar-injector.labels" . | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: {{ .name }}
subjects:
  - kind: ServiceAccount
    name: {{ .name }}
    namespace: {{ .root.Release.Namespace }}
{{- end }}

{{/* Gives a ServiceAccount the Role of its name. Takes a dict: root, component, name, namespace (of the Role; the release's). */}}
{{- define "sidecar-injector.roleBinding" -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ .name }}
  namespace: {{ .namespace | default .root.Release.Namespace }}
  labels:
    {{- include "sidecar-injector.labels" . | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ .name }}
subjects:
  - kind: ServiceAccount
    name: {{ .name }}
    namespace: {{ .root.Release.Namespace }}
{{- end }}
