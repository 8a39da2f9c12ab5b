"""OpenShift's admission by SCC restricted-v2, as policies of Kubernetes itself.

It gives a Pod a user and a group of the namespace's range, and refuses one that names others. Here
the range is one number. Namespaces with the label LABEL are judged.
"""

USER = 1000700000
LABEL = {"example.com/scc": "restricted-v2"}
NAME = "noetl-schema-restricted-v2"

_PODS = {
    "namespaceSelector": {"matchLabels": LABEL},
    "resourceRules": [
        {"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["pods"]}
    ],
}
_CONTEXT = "object.spec.?securityContext"
_GIVE = f"""
Object{{spec: Object.spec{{securityContext: Object.spec.securityContext{{
  runAsUser: {_CONTEXT}.?runAsUser.orValue({USER}),
  fsGroup: {_CONTEXT}.?fsGroup.orValue({USER})
}}}}}}
"""
_REFUSE = f"""
{_CONTEXT}.?runAsUser.orValue(0) == {USER} && {_CONTEXT}.?fsGroup.orValue(0) == {USER} &&
object.spec.containers.all(each, each.?securityContext.?runAsUser.orValue({USER}) == {USER})
"""


def _binding(kind, spec):
    version = "v1" if kind.startswith("Validating") else "v1beta1"
    return {"apiVersion": f"admissionregistration.k8s.io/{version}", "kind": kind,
            "metadata": {"name": NAME}, "spec": spec}  # fmt: skip


OBJECTS = [
    _binding("MutatingAdmissionPolicy", {
        "matchConstraints": _PODS, "failurePolicy": "Fail", "reinvocationPolicy": "Never",
        "mutations": [{"patchType": "ApplyConfiguration", "applyConfiguration": {"expression": _GIVE}}],
    }),
    _binding("MutatingAdmissionPolicyBinding", {"policyName": NAME}),
    _binding("ValidatingAdmissionPolicy", {
        "matchConstraints": _PODS, "failurePolicy": "Fail",
        "validations": [{
            "expression": _REFUSE,
            "message": f"unable to validate against any security context constraint: runAsUser and fsGroup must be {USER}",
        }],
    }),
    _binding("ValidatingAdmissionPolicyBinding", {"policyName": NAME, "validationActions": ["Deny"]}),
]  # fmt: skip
