// Written by `npm run generate` from schema/pod.schema.json. Do not edit.
const Yr=Tr;var Jr=Tr;const Gr={type:"object",properties:{annotations:{type:"object",additionalProperties:{type:"string"}},creationTimestamp:{$ref:"#/definitions/Time"},deletionGracePeriodSeconds:{
$ref:"#/definitions/Int64"},deletionTimestamp:{$ref:"#/definitions/Time"},finalizers:{type:"array",items:{type:"string"}},generateName:{type:"string"},generation:{
$ref:"#/definitions/Int64"},labels:{type:"object",additionalProperties:{type:"string"}},managedFields:{type:"array",items:{$ref:"#/definitions/ManagedFieldsEntr\
y"}},name:{type:"string"},namespace:{type:"string"},ownerReferences:{type:"array",items:{$ref:"#/definitions/OwnerReference"}},resourceVersion:{type:"string"},selfLink:{
type:"string"},uid:{type:"string"}},additionalProperties:!1},k=Object.prototype.hasOwnProperty;const Or=new RegExp("^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?(?:Z|[+-]\\d{2}:\\d{2})$","u");function w(t,{instancePath:s="",parentData:a,parentDataProperty:y,
rootData:p=t}={}){let e=null,i=0;if(typeof t=="string"){if(!Or.test(t)){const r={instancePath:s,schemaPath:"#/pattern",keyword:"pattern",params:{pattern:"^\\d{4}\
-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?(?:Z|[+-]\\d{2}:\\d{2})$"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"\
type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}return w.errors=e,i===0}function u(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(!(typeof t=="number"&&!(t%1)&&!isNaN(t)&&isFinite(t))){const r={
instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"integer"}};e===null?e=[r]:e.push(r),i++}return u.errors=e,i===0}function Y(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(!(t&&typeof t=="object"&&!Array.isArray(t))){const r={instancePath:s,
schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return Y.errors=e,i===0}function J(t,{instancePath:s="",parentData:a,parentDataProperty:y,
rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!(r==="apiVersion"||r==="fieldsType"||r==="fieldsV1"||r==="man\
ager"||r==="operation"||r==="subresource"||r==="time")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[n]:e.push(n),i++}if(t.apiVersion!==void 0&&typeof t.apiVersion!="string"){const r={instancePath:s+"/apiVersion",schemaPath:"#/properties/apiVersion/\
type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.fieldsType!==void 0&&typeof t.fieldsType!="string"){const r={instancePath:s+"/fie\
ldsType",schemaPath:"#/properties/fieldsType/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.fieldsV1!==void 0&&(Y(t.fieldsV1,{instancePath:s+
"/fieldsV1",parentData:t,parentDataProperty:"fieldsV1",rootData:p})||(e=e===null?Y.errors:e.concat(Y.errors),i=e.length)),t.manager!==void 0&&typeof t.manager!=
"string"){const r={instancePath:s+"/manager",schemaPath:"#/properties/manager/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.operation!==
void 0&&typeof t.operation!="string"){const r={instancePath:s+"/operation",schemaPath:"#/properties/operation/type",keyword:"type",params:{type:"string"}};e===null?
e=[r]:e.push(r),i++}if(t.subresource!==void 0&&typeof t.subresource!="string"){const r={instancePath:s+"/subresource",schemaPath:"#/properties/subresource/type",
keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}t.time!==void 0&&(w(t.time,{instancePath:s+"/time",parentData:t,parentDataProperty:"time",rootData:p})||
(e=e===null?w.errors:e.concat(w.errors),i=e.length))}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(
r),i++}return J.errors=e,i===0}function l(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(typeof t!="boolean"){const r={instancePath:s,schemaPath:"#\
/type",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}return l.errors=e,i===0}function _(t,{instancePath:s="",parentData:a,parentDataProperty:y,
rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.apiVersion===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"\
required",params:{missingProperty:"apiVersion"}};e===null?e=[r]:e.push(r),i++}if(t.kind===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"requi\
red",params:{missingProperty:"kind"}};e===null?e=[r]:e.push(r),i++}if(t.name===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{
missingProperty:"name"}};e===null?e=[r]:e.push(r),i++}if(t.uid===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"\
uid"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="apiVersion"||r==="blockOwnerDeletion"||r==="controller"||r==="kind"||r==="name"||r==="uid")){const n={
instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.apiVersion!==
void 0&&typeof t.apiVersion!="string"){const r={instancePath:s+"/apiVersion",schemaPath:"#/properties/apiVersion/type",keyword:"type",params:{type:"string"}};e===
null?e=[r]:e.push(r),i++}if(t.blockOwnerDeletion!==void 0&&(l(t.blockOwnerDeletion,{instancePath:s+"/blockOwnerDeletion",parentData:t,parentDataProperty:"blockO\
wnerDeletion",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.controller!==void 0&&(l(t.controller,{instancePath:s+"/controller",parentData:t,
parentDataProperty:"controller",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.kind!==void 0&&typeof t.kind!="string"){const r={instancePath:s+
"/kind",schemaPath:"#/properties/kind/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.name!==void 0&&typeof t.name!="string"){const r={
instancePath:s+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.uid!==void 0&&typeof t.uid!=
"string"){const r={instancePath:s+"/uid",schemaPath:"#/properties/uid/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,
schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return _.errors=e,i===0}function j(t,{instancePath:s="",parentData:a,parentDataProperty:y,
rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!k.call(Gr.properties,r)){const n={instancePath:s,schemaPath:"\
#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.annotations!==void 0){let r=t.annotations;
if(r&&typeof r=="object"&&!Array.isArray(r)){for(const n in r)if(typeof r[n]!="string"){const o={instancePath:s+"/annotations/"+n.replace(/~/g,"~0").replace(/\//g,
"~1"),schemaPath:"#/properties/annotations/additionalProperties/type",keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),i++}}else{const n={instancePath:s+
"/annotations",schemaPath:"#/properties/annotations/type",keyword:"type",params:{type:"object"}};e===null?e=[n]:e.push(n),i++}}if(t.creationTimestamp!==void 0&&
(w(t.creationTimestamp,{instancePath:s+"/creationTimestamp",parentData:t,parentDataProperty:"creationTimestamp",rootData:p})||(e=e===null?w.errors:e.concat(w.errors),
i=e.length)),t.deletionGracePeriodSeconds!==void 0&&(u(t.deletionGracePeriodSeconds,{instancePath:s+"/deletionGracePeriodSeconds",parentData:t,parentDataProperty:"\
deletionGracePeriodSeconds",rootData:p})||(e=e===null?u.errors:e.concat(u.errors),i=e.length)),t.deletionTimestamp!==void 0&&(w(t.deletionTimestamp,{instancePath:s+
"/deletionTimestamp",parentData:t,parentDataProperty:"deletionTimestamp",rootData:p})||(e=e===null?w.errors:e.concat(w.errors),i=e.length)),t.finalizers!==void 0){
let r=t.finalizers;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)if(typeof r[o]!="string"){const c={instancePath:s+"/finalizers/"+o,schemaPath:"#/pr\
operties/finalizers/items/type",keyword:"type",params:{type:"string"}};e===null?e=[c]:e.push(c),i++}}else{const n={instancePath:s+"/finalizers",schemaPath:"#/pr\
operties/finalizers/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.generateName!==void 0&&typeof t.generateName!="string"){const r={
instancePath:s+"/generateName",schemaPath:"#/properties/generateName/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.generation!==
void 0&&(u(t.generation,{instancePath:s+"/generation",parentData:t,parentDataProperty:"generation",rootData:p})||(e=e===null?u.errors:e.concat(u.errors),i=e.length)),
t.labels!==void 0){let r=t.labels;if(r&&typeof r=="object"&&!Array.isArray(r)){for(const n in r)if(typeof r[n]!="string"){const o={instancePath:s+"/labels/"+n.replace(
/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/labels/additionalProperties/type",keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),i++}}else{
const n={instancePath:s+"/labels",schemaPath:"#/properties/labels/type",keyword:"type",params:{type:"object"}};e===null?e=[n]:e.push(n),i++}}if(t.managedFields!==
void 0){let r=t.managedFields;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)J(r[o],{instancePath:s+"/managedFields/"+o,parentData:r,parentDataProperty:o,
rootData:p})||(e=e===null?J.errors:e.concat(J.errors),i=e.length)}else{const n={instancePath:s+"/managedFields",schemaPath:"#/properties/managedFields/type",keyword:"\
type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.name!==void 0&&typeof t.name!="string"){const r={instancePath:s+"/name",schemaPath:"#/properties\
/name/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.namespace!==void 0&&typeof t.namespace!="string"){const r={instancePath:s+"\
/namespace",schemaPath:"#/properties/namespace/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.ownerReferences!==void 0){let r=t.
ownerReferences;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)_(r[o],{instancePath:s+"/ownerReferences/"+o,parentData:r,parentDataProperty:o,rootData:p})||
(e=e===null?_.errors:e.concat(_.errors),i=e.length)}else{const n={instancePath:s+"/ownerReferences",schemaPath:"#/properties/ownerReferences/type",keyword:"type",
params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.resourceVersion!==void 0&&typeof t.resourceVersion!="string"){const r={instancePath:s+"/resourceVersio\
n",schemaPath:"#/properties/resourceVersion/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.selfLink!==void 0&&typeof t.selfLink!=
"string"){const r={instancePath:s+"/selfLink",schemaPath:"#/properties/selfLink/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.uid!==
void 0&&typeof t.uid!="string"){const r={instancePath:s+"/uid",schemaPath:"#/properties/uid/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),
i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return j.errors=e,i===0}const Z={type:"\
object",properties:{activeDeadlineSeconds:{$ref:"#/definitions/Int64"},affinity:{$ref:"#/definitions/Affinity"},automountServiceAccountToken:{$ref:"#/definition\
s/Boolean"},containers:{type:"array",items:{$ref:"#/definitions/Container"}},dnsConfig:{$ref:"#/definitions/PodDNSConfig"},dnsPolicy:{type:"string",enum:["Clust\
erFirst","ClusterFirstWithHostNet","Default","None",""]},enableServiceLinks:{$ref:"#/definitions/Boolean"},ephemeralContainers:{type:"array",items:{$ref:"#/defi\
nitions/EphemeralContainer"}},hostAliases:{type:"array",items:{$ref:"#/definitions/HostAlias"}},hostIPC:{$ref:"#/definitions/Boolean"},hostNetwork:{$ref:"#/defi\
nitions/Boolean"},hostPID:{$ref:"#/definitions/Boolean"},hostUsers:{$ref:"#/definitions/Boolean"},hostname:{type:"string"},hostnameOverride:{type:"string"},imagePullSecrets:{
type:"array",items:{$ref:"#/definitions/LocalObjectReference"}},initContainers:{type:"array",items:{$ref:"#/definitions/Container"}},nodeName:{type:"string"},nodeSelector:{
type:"object",additionalProperties:{type:"string"}},os:{$ref:"#/definitions/PodOS"},overhead:{type:"object",additionalProperties:{$ref:"#/definitions/Quantity"}},
preemptionPolicy:{type:"string",enum:["Never","PreemptLowerPriority",""]},priority:{$ref:"#/definitions/Int32"},priorityClassName:{type:"string"},readinessGates:{
type:"array",items:{$ref:"#/definitions/PodReadinessGate"}},resourceClaims:{type:"array",items:{$ref:"#/definitions/PodResourceClaim"}},resources:{$ref:"#/defin\
itions/ResourceRequirements"},restartPolicy:{type:"string",enum:["Always","Never","OnFailure",""]},runtimeClassName:{type:"string"},schedulerName:{type:"string"},
schedulingGates:{type:"array",items:{$ref:"#/definitions/PodSchedulingGate"}},schedulingGroup:{$ref:"#/definitions/PodSchedulingGroup"},securityContext:{$ref:"#\
/definitions/PodSecurityContext"},serviceAccount:{type:"string"},serviceAccountName:{type:"string"},setHostnameAsFQDN:{$ref:"#/definitions/Boolean"},shareProcessNamespace:{
$ref:"#/definitions/Boolean"},subdomain:{type:"string"},terminationGracePeriodSeconds:{$ref:"#/definitions/Int64"},tolerations:{type:"array",items:{$ref:"#/defi\
nitions/Toleration"}},topologySpreadConstraints:{type:"array",items:{$ref:"#/definitions/TopologySpreadConstraint"}},volumes:{type:"array",items:{$ref:"#/defini\
tions/Volume"}}},additionalProperties:!1,required:["containers"]};const Cr={type:"object",properties:{key:{type:"string"},operator:{type:"string",enum:["DoesNotExist","Exists","Gt","In","Lt","NotIn",""]},values:{type:"array",items:{
type:"string"}}},additionalProperties:!1,required:["key","operator"]};function b(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,
i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.key===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"\
key"}};e===null?e=[r]:e.push(r),i++}if(t.operator===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"operator"}};
e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="key"||r==="operator"||r==="values")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"\
additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.key!==void 0&&typeof t.key!="string"){const r={instancePath:s+"/key",schemaPath:"\
#/properties/key/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.operator!==void 0){let r=t.operator;if(typeof r!="string"){const n={
instancePath:s+"/operator",schemaPath:"#/properties/operator/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}if(!(r==="DoesNotExist"||
r==="Exists"||r==="Gt"||r==="In"||r==="Lt"||r==="NotIn"||r==="")){const n={instancePath:s+"/operator",schemaPath:"#/properties/operator/enum",keyword:"enum",params:{
allowedValues:Cr.properties.operator.enum}};e===null?e=[n]:e.push(n),i++}}if(t.values!==void 0){let r=t.values;if(Array.isArray(r)){const n=r.length;for(let o=0;o<
n;o++)if(typeof r[o]!="string"){const c={instancePath:s+"/values/"+o,schemaPath:"#/properties/values/items/type",keyword:"type",params:{type:"string"}};e===null?
e=[c]:e.push(c),i++}}else{const n={instancePath:s+"/values",schemaPath:"#/properties/values/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),
i++}}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return b.errors=e,i===0}function I(t,{
instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!(r==="mat\
chExpressions"||r==="matchFields")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===
null?e=[n]:e.push(n),i++}if(t.matchExpressions!==void 0){let r=t.matchExpressions;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)b(r[o],{instancePath:s+
"/matchExpressions/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?b.errors:e.concat(b.errors),i=e.length)}else{const n={instancePath:s+"/matchE\
xpressions",schemaPath:"#/properties/matchExpressions/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.matchFields!==void 0){let r=t.
matchFields;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)b(r[o],{instancePath:s+"/matchFields/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=
e===null?b.errors:e.concat(b.errors),i=e.length)}else{const n={instancePath:s+"/matchFields",schemaPath:"#/properties/matchFields/type",keyword:"type",params:{type:"\
array"}};e===null?e=[n]:e.push(n),i++}}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return I.
errors=e,i===0}function f(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(!(typeof t=="number"&&!(t%1)&&!isNaN(t)&&isFinite(t))){const r={
instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"integer"}};e===null?e=[r]:e.push(r),i++}if(typeof t=="number"&&isFinite(t)){if(t>2147483647||isNaN(
t)){const r={instancePath:s,schemaPath:"#/maximum",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[r]:e.push(r),i++}if(t<-2147483648||isNaN(
t)){const r={instancePath:s,schemaPath:"#/minimum",keyword:"minimum",params:{comparison:">=",limit:-2147483648}};e===null?e=[r]:e.push(r),i++}}return f.errors=e,
i===0}function ee(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.preference===
void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"preference"}};e===null?e=[r]:e.push(r),i++}if(t.weight===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"weight"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="pr\
eference"||r==="weight")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[
n]:e.push(n),i++}t.preference!==void 0&&(I(t.preference,{instancePath:s+"/preference",parentData:t,parentDataProperty:"preference",rootData:p})||(e=e===null?I.errors:
e.concat(I.errors),i=e.length)),t.weight!==void 0&&(f(t.weight,{instancePath:s+"/weight",parentData:t,parentDataProperty:"weight",rootData:p})||(e=e===null?f.errors:
e.concat(f.errors),i=e.length))}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return ee.errors=
e,i===0}function re(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.nodeSelectorTerms===
void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"nodeSelectorTerms"}};e===null?e=[r]:e.push(r),i++}for(const r in t)
if(r!=="nodeSelectorTerms"){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=
[n]:e.push(n),i++}if(t.nodeSelectorTerms!==void 0){let r=t.nodeSelectorTerms;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)I(r[o],{instancePath:s+"/\
nodeSelectorTerms/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?I.errors:e.concat(I.errors),i=e.length)}else{const n={instancePath:s+"/nodeSel\
ectorTerms",schemaPath:"#/properties/nodeSelectorTerms/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}}else{const r={instancePath:s,schemaPath:"\
#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return re.errors=e,i===0}function te(t,{instancePath:s="",parentData:a,parentDataProperty:y,
rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!(r==="preferredDuringSchedulingIgnoredDuringExecution"||r==="\
requiredDuringSchedulingIgnoredDuringExecution")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[n]:e.push(n),i++}if(t.preferredDuringSchedulingIgnoredDuringExecution!==void 0){let r=t.preferredDuringSchedulingIgnoredDuringExecution;if(Array.isArray(
r)){const n=r.length;for(let o=0;o<n;o++)ee(r[o],{instancePath:s+"/preferredDuringSchedulingIgnoredDuringExecution/"+o,parentData:r,parentDataProperty:o,rootData:p})||
(e=e===null?ee.errors:e.concat(ee.errors),i=e.length)}else{const n={instancePath:s+"/preferredDuringSchedulingIgnoredDuringExecution",schemaPath:"#/properties/p\
referredDuringSchedulingIgnoredDuringExecution/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}t.requiredDuringSchedulingIgnoredDuringExecution!==
void 0&&(re(t.requiredDuringSchedulingIgnoredDuringExecution,{instancePath:s+"/requiredDuringSchedulingIgnoredDuringExecution",parentData:t,parentDataProperty:"\
requiredDuringSchedulingIgnoredDuringExecution",rootData:p})||(e=e===null?re.errors:e.concat(re.errors),i=e.length))}else{const r={instancePath:s,schemaPath:"#/\
type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return te.errors=e,i===0}function ie(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.key===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"key"}};e===null?e=[r]:e.push(r),i++}if(t.operator===void 0){const r={
instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"operator"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="key"||r===
"operator"||r==="values")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=
[n]:e.push(n),i++}if(t.key!==void 0&&typeof t.key!="string"){const r={instancePath:s+"/key",schemaPath:"#/properties/key/type",keyword:"type",params:{type:"stri\
ng"}};e===null?e=[r]:e.push(r),i++}if(t.operator!==void 0&&typeof t.operator!="string"){const r={instancePath:s+"/operator",schemaPath:"#/properties/operator/ty\
pe",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.values!==void 0){let r=t.values;if(Array.isArray(r)){const n=r.length;for(let o=0;o<
n;o++)if(typeof r[o]!="string"){const c={instancePath:s+"/values/"+o,schemaPath:"#/properties/values/items/type",keyword:"type",params:{type:"string"}};e===null?
e=[c]:e.push(c),i++}}else{const n={instancePath:s+"/values",schemaPath:"#/properties/values/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),
i++}}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return ie.errors=e,i===0}function P(t,{
instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!(r==="mat\
chExpressions"||r==="matchLabels")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===
null?e=[n]:e.push(n),i++}if(t.matchExpressions!==void 0){let r=t.matchExpressions;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)ie(r[o],{instancePath:s+
"/matchExpressions/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?ie.errors:e.concat(ie.errors),i=e.length)}else{const n={instancePath:s+"/matc\
hExpressions",schemaPath:"#/properties/matchExpressions/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.matchLabels!==void 0){let r=t.
matchLabels;if(r&&typeof r=="object"&&!Array.isArray(r)){for(const n in r)if(typeof r[n]!="string"){const o={instancePath:s+"/matchLabels/"+n.replace(/~/g,"~0").
replace(/\//g,"~1"),schemaPath:"#/properties/matchLabels/additionalProperties/type",keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),i++}}else{const n={
instancePath:s+"/matchLabels",schemaPath:"#/properties/matchLabels/type",keyword:"type",params:{type:"object"}};e===null?e=[n]:e.push(n),i++}}}else{const r={instancePath:s,
schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return P.errors=e,i===0}function D(t,{instancePath:s="",parentData:a,parentDataProperty:y,
rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.topologyKey===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"\
required",params:{missingProperty:"topologyKey"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="labelSelector"||r==="matchLabelKeys"||r==="mismatchLab\
elKeys"||r==="namespaceSelector"||r==="namespaces"||r==="topologyKey")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalPropertie\
s",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.labelSelector!==void 0&&(P(t.labelSelector,{instancePath:s+"/labelSelector",parentData:t,parentDataProperty:"\
labelSelector",rootData:p})||(e=e===null?P.errors:e.concat(P.errors),i=e.length)),t.matchLabelKeys!==void 0){let r=t.matchLabelKeys;if(Array.isArray(r)){const n=r.
length;for(let o=0;o<n;o++)if(typeof r[o]!="string"){const c={instancePath:s+"/matchLabelKeys/"+o,schemaPath:"#/properties/matchLabelKeys/items/type",keyword:"t\
ype",params:{type:"string"}};e===null?e=[c]:e.push(c),i++}}else{const n={instancePath:s+"/matchLabelKeys",schemaPath:"#/properties/matchLabelKeys/type",keyword:"\
type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.mismatchLabelKeys!==void 0){let r=t.mismatchLabelKeys;if(Array.isArray(r)){const n=r.length;for(let o=0;o<
n;o++)if(typeof r[o]!="string"){const c={instancePath:s+"/mismatchLabelKeys/"+o,schemaPath:"#/properties/mismatchLabelKeys/items/type",keyword:"type",params:{type:"\
string"}};e===null?e=[c]:e.push(c),i++}}else{const n={instancePath:s+"/mismatchLabelKeys",schemaPath:"#/properties/mismatchLabelKeys/type",keyword:"type",params:{
type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.namespaceSelector!==void 0&&(P(t.namespaceSelector,{instancePath:s+"/namespaceSelector",parentData:t,parentDataProperty:"\
namespaceSelector",rootData:p})||(e=e===null?P.errors:e.concat(P.errors),i=e.length)),t.namespaces!==void 0){let r=t.namespaces;if(Array.isArray(r)){const n=r.length;
for(let o=0;o<n;o++)if(typeof r[o]!="string"){const c={instancePath:s+"/namespaces/"+o,schemaPath:"#/properties/namespaces/items/type",keyword:"type",params:{type:"\
string"}};e===null?e=[c]:e.push(c),i++}}else{const n={instancePath:s+"/namespaces",schemaPath:"#/properties/namespaces/type",keyword:"type",params:{type:"array"}};
e===null?e=[n]:e.push(n),i++}}if(t.topologyKey!==void 0&&typeof t.topologyKey!="string"){const r={instancePath:s+"/topologyKey",schemaPath:"#/properties/topolog\
yKey/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"ob\
ject"}};e===null?e=[r]:e.push(r),i++}return D.errors=e,i===0}function $(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;
if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.podAffinityTerm===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"\
podAffinityTerm"}};e===null?e=[r]:e.push(r),i++}if(t.weight===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"\
weight"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="podAffinityTerm"||r==="weight")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"\
additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}t.podAffinityTerm!==void 0&&(D(t.podAffinityTerm,{instancePath:s+"/podAffinity\
Term",parentData:t,parentDataProperty:"podAffinityTerm",rootData:p})||(e=e===null?D.errors:e.concat(D.errors),i=e.length)),t.weight!==void 0&&(f(t.weight,{instancePath:s+
"/weight",parentData:t,parentDataProperty:"weight",rootData:p})||(e=e===null?f.errors:e.concat(f.errors),i=e.length))}else{const r={instancePath:s,schemaPath:"#\
/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return $.errors=e,i===0}function se(t,{instancePath:s="",parentData:a,parentDataProperty:y,
rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!(r==="preferredDuringSchedulingIgnoredDuringExecution"||r==="\
requiredDuringSchedulingIgnoredDuringExecution")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[n]:e.push(n),i++}if(t.preferredDuringSchedulingIgnoredDuringExecution!==void 0){let r=t.preferredDuringSchedulingIgnoredDuringExecution;if(Array.isArray(
r)){const n=r.length;for(let o=0;o<n;o++)$(r[o],{instancePath:s+"/preferredDuringSchedulingIgnoredDuringExecution/"+o,parentData:r,parentDataProperty:o,rootData:p})||
(e=e===null?$.errors:e.concat($.errors),i=e.length)}else{const n={instancePath:s+"/preferredDuringSchedulingIgnoredDuringExecution",schemaPath:"#/properties/pre\
ferredDuringSchedulingIgnoredDuringExecution/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.requiredDuringSchedulingIgnoredDuringExecution!==
void 0){let r=t.requiredDuringSchedulingIgnoredDuringExecution;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)D(r[o],{instancePath:s+"/requiredDuring\
SchedulingIgnoredDuringExecution/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?D.errors:e.concat(D.errors),i=e.length)}else{const n={instancePath:s+
"/requiredDuringSchedulingIgnoredDuringExecution",schemaPath:"#/properties/requiredDuringSchedulingIgnoredDuringExecution/type",keyword:"type",params:{type:"arr\
ay"}};e===null?e=[n]:e.push(n),i++}}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return se.
errors=e,i===0}function ne(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="preferredDuringSchedulingIgnoredDuringExecution"||r==="requiredDuringSchedulingIgnoredDuringExecution")){const n={instancePath:s,schemaPath:"#/additio\
nalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.preferredDuringSchedulingIgnoredDuringExecution!==
void 0){let r=t.preferredDuringSchedulingIgnoredDuringExecution;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)$(r[o],{instancePath:s+"/preferredDuri\
ngSchedulingIgnoredDuringExecution/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?$.errors:e.concat($.errors),i=e.length)}else{const n={instancePath:s+
"/preferredDuringSchedulingIgnoredDuringExecution",schemaPath:"#/properties/preferredDuringSchedulingIgnoredDuringExecution/type",keyword:"type",params:{type:"a\
rray"}};e===null?e=[n]:e.push(n),i++}}if(t.requiredDuringSchedulingIgnoredDuringExecution!==void 0){let r=t.requiredDuringSchedulingIgnoredDuringExecution;if(Array.
isArray(r)){const n=r.length;for(let o=0;o<n;o++)D(r[o],{instancePath:s+"/requiredDuringSchedulingIgnoredDuringExecution/"+o,parentData:r,parentDataProperty:o,rootData:p})||
(e=e===null?D.errors:e.concat(D.errors),i=e.length)}else{const n={instancePath:s+"/requiredDuringSchedulingIgnoredDuringExecution",schemaPath:"#/properties/requ\
iredDuringSchedulingIgnoredDuringExecution/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}}else{const r={instancePath:s,schemaPath:"#\
/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return ne.errors=e,i===0}function oe(t,{instancePath:s="",parentData:a,parentDataProperty:y,
rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!(r==="nodeAffinity"||r==="podAffinity"||r==="podAntiAffinity")){
const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}t.nodeAffinity!==
void 0&&(te(t.nodeAffinity,{instancePath:s+"/nodeAffinity",parentData:t,parentDataProperty:"nodeAffinity",rootData:p})||(e=e===null?te.errors:e.concat(te.errors),
i=e.length)),t.podAffinity!==void 0&&(se(t.podAffinity,{instancePath:s+"/podAffinity",parentData:t,parentDataProperty:"podAffinity",rootData:p})||(e=e===null?se.
errors:e.concat(se.errors),i=e.length)),t.podAntiAffinity!==void 0&&(ne(t.podAntiAffinity,{instancePath:s+"/podAntiAffinity",parentData:t,parentDataProperty:"po\
dAntiAffinity",rootData:p})||(e=e===null?ne.errors:e.concat(ne.errors),i=e.length))}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"\
object"}};e===null?e=[r]:e.push(r),i++}return oe.errors=e,i===0}const Ar={type:"object",properties:{args:{type:"array",items:{type:"string"}},command:{type:"arr\
ay",items:{type:"string"}},env:{type:"array",items:{$ref:"#/definitions/EnvVar"}},envFrom:{type:"array",items:{$ref:"#/definitions/EnvFromSource"}},image:{type:"\
string"},imagePullPolicy:{type:"string",enum:["Always","IfNotPresent","Never",""]},lifecycle:{$ref:"#/definitions/Lifecycle"},livenessProbe:{$ref:"#/definitions\
/Probe"},name:{type:"string"},ports:{type:"array",items:{$ref:"#/definitions/ContainerPort"}},readinessProbe:{$ref:"#/definitions/Probe"},resizePolicy:{type:"ar\
ray",items:{$ref:"#/definitions/ContainerResizePolicy"}},resources:{$ref:"#/definitions/ResourceRequirements"},restartPolicy:{type:"string"},restartPolicyRules:{
type:"array",items:{$ref:"#/definitions/ContainerRestartRule"}},securityContext:{$ref:"#/definitions/SecurityContext"},startupProbe:{$ref:"#/definitions/Probe"},
stdin:{$ref:"#/definitions/Boolean"},stdinOnce:{$ref:"#/definitions/Boolean"},terminationMessagePath:{type:"string"},terminationMessagePolicy:{type:"string",enum:[
"FallbackToLogsOnError","File",""]},tty:{$ref:"#/definitions/Boolean"},volumeDevices:{type:"array",items:{$ref:"#/definitions/VolumeDevice"}},volumeMounts:{type:"\
array",items:{$ref:"#/definitions/VolumeMount"}},workingDir:{type:"string"}},additionalProperties:!1,required:["name"]};function pe(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.key===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"key"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="key"||
r==="name"||r==="optional")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?
e=[n]:e.push(n),i++}if(t.key!==void 0&&typeof t.key!="string"){const r={instancePath:s+"/key",schemaPath:"#/properties/key/type",keyword:"type",params:{type:"st\
ring"}};e===null?e=[r]:e.push(r),i++}if(t.name!==void 0&&typeof t.name!="string"){const r={instancePath:s+"/name",schemaPath:"#/properties/name/type",keyword:"t\
ype",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}t.optional!==void 0&&(l(t.optional,{instancePath:s+"/optional",parentData:t,parentDataProperty:"option\
al",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length))}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===
null?e=[r]:e.push(r),i++}return pe.errors=e,i===0}function T(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.fieldPath===
void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"fieldPath"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r===
"apiVersion"||r==="fieldPath")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?
e=[n]:e.push(n),i++}if(t.apiVersion!==void 0&&typeof t.apiVersion!="string"){const r={instancePath:s+"/apiVersion",schemaPath:"#/properties/apiVersion/type",keyword:"\
type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.fieldPath!==void 0&&typeof t.fieldPath!="string"){const r={instancePath:s+"/fieldPath",schemaPath:"\
#/properties/fieldPath/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",
params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return T.errors=e,i===0}function le(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.key===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"key"}};e===null?e=[r]:e.push(r),i++}if(t.path===void 0){const r={instancePath:s,
schemaPath:"#/required",keyword:"required",params:{missingProperty:"path"}};e===null?e=[r]:e.push(r),i++}if(t.volumeName===void 0){const r={instancePath:s,schemaPath:"\
#/required",keyword:"required",params:{missingProperty:"volumeName"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="key"||r==="optional"||r==="path"||
r==="volumeName")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(
n),i++}if(t.key!==void 0&&typeof t.key!="string"){const r={instancePath:s+"/key",schemaPath:"#/properties/key/type",keyword:"type",params:{type:"string"}};e===null?
e=[r]:e.push(r),i++}if(t.optional!==void 0&&(l(t.optional,{instancePath:s+"/optional",parentData:t,parentDataProperty:"optional",rootData:p})||(e=e===null?l.errors:
e.concat(l.errors),i=e.length)),t.path!==void 0&&typeof t.path!="string"){const r={instancePath:s+"/path",schemaPath:"#/properties/path/type",keyword:"type",params:{
type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.volumeName!==void 0&&typeof t.volumeName!="string"){const r={instancePath:s+"/volumeName",schemaPath:"#/proper\
ties/volumeName/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{
type:"object"}};e===null?e=[r]:e.push(r),i++}return le.errors=e,i===0}const Er={type:["number","string"],pattern:"^[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+|[numkMGTPE]|[KMGTPE]i)?$"},Mr=new RegExp("^[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?\
:[eE][+-]?\\d+|[numkMGTPE]|[KMGTPE]i)?$","u");function m(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(!(typeof t==
"number"&&isFinite(t))&&typeof t!="string"){const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:Er.type}};e===null?e=[r]:e.push(r),i++}if(typeof t==
"string"&&!Mr.test(t)){const r={instancePath:s,schemaPath:"#/pattern",keyword:"pattern",params:{pattern:"^[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+|[numkMGTPE]|[K\
MGTPE]i)?$"}};e===null?e=[r]:e.push(r),i++}return m.errors=e,i===0}function R(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,
i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.resource===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"\
resource"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="containerName"||r==="divisor"||r==="resource")){const n={instancePath:s,schemaPath:"#/additi\
onalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.containerName!==void 0&&typeof t.containerName!=
"string"){const r={instancePath:s+"/containerName",schemaPath:"#/properties/containerName/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),
i++}if(t.divisor!==void 0&&(m(t.divisor,{instancePath:s+"/divisor",parentData:t,parentDataProperty:"divisor",rootData:p})||(e=e===null?m.errors:e.concat(m.errors),
i=e.length)),t.resource!==void 0&&typeof t.resource!="string"){const r={instancePath:s+"/resource",schemaPath:"#/properties/resource/type",keyword:"type",params:{
type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}
return R.errors=e,i===0}function ae(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.key===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"key"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="key"||
r==="name"||r==="optional")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?
e=[n]:e.push(n),i++}if(t.key!==void 0&&typeof t.key!="string"){const r={instancePath:s+"/key",schemaPath:"#/properties/key/type",keyword:"type",params:{type:"st\
ring"}};e===null?e=[r]:e.push(r),i++}if(t.name!==void 0&&typeof t.name!="string"){const r={instancePath:s+"/name",schemaPath:"#/properties/name/type",keyword:"t\
ype",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}t.optional!==void 0&&(l(t.optional,{instancePath:s+"/optional",parentData:t,parentDataProperty:"option\
al",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length))}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===
null?e=[r]:e.push(r),i++}return ae.errors=e,i===0}function ye(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t==
"object"&&!Array.isArray(t)){for(const r in t)if(!(r==="configMapKeyRef"||r==="fieldRef"||r==="fileKeyRef"||r==="resourceFieldRef"||r==="secretKeyRef")){const n={
instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}t.configMapKeyRef!==
void 0&&(pe(t.configMapKeyRef,{instancePath:s+"/configMapKeyRef",parentData:t,parentDataProperty:"configMapKeyRef",rootData:p})||(e=e===null?pe.errors:e.concat(
pe.errors),i=e.length)),t.fieldRef!==void 0&&(T(t.fieldRef,{instancePath:s+"/fieldRef",parentData:t,parentDataProperty:"fieldRef",rootData:p})||(e=e===null?T.errors:
e.concat(T.errors),i=e.length)),t.fileKeyRef!==void 0&&(le(t.fileKeyRef,{instancePath:s+"/fileKeyRef",parentData:t,parentDataProperty:"fileKeyRef",rootData:p})||
(e=e===null?le.errors:e.concat(le.errors),i=e.length)),t.resourceFieldRef!==void 0&&(R(t.resourceFieldRef,{instancePath:s+"/resourceFieldRef",parentData:t,parentDataProperty:"\
resourceFieldRef",rootData:p})||(e=e===null?R.errors:e.concat(R.errors),i=e.length)),t.secretKeyRef!==void 0&&(ae(t.secretKeyRef,{instancePath:s+"/secretKeyRef",
parentData:t,parentDataProperty:"secretKeyRef",rootData:p})||(e=e===null?ae.errors:e.concat(ae.errors),i=e.length))}else{const r={instancePath:s,schemaPath:"#/t\
ype",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return ye.errors=e,i===0}function N(t,{instancePath:s="",parentData:a,parentDataProperty:y,
rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.name===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"requi\
red",params:{missingProperty:"name"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="name"||r==="value"||r==="valueFrom")){const n={instancePath:s,schemaPath:"\
#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.name!==void 0&&typeof t.name!="string"){
const r={instancePath:s+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.value!==void 0&&typeof t.
value!="string"){const r={instancePath:s+"/value",schemaPath:"#/properties/value/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}t.valueFrom!==
void 0&&(ye(t.valueFrom,{instancePath:s+"/valueFrom",parentData:t,parentDataProperty:"valueFrom",rootData:p})||(e=e===null?ye.errors:e.concat(ye.errors),i=e.length))}else{
const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return N.errors=e,i===0}function fe(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="name"||r==="optional")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===
null?e=[n]:e.push(n),i++}if(t.name!==void 0&&typeof t.name!="string"){const r={instancePath:s+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{
type:"string"}};e===null?e=[r]:e.push(r),i++}t.optional!==void 0&&(l(t.optional,{instancePath:s+"/optional",parentData:t,parentDataProperty:"optional",rootData:p})||
(e=e===null?l.errors:e.concat(l.errors),i=e.length))}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(
r),i++}return fe.errors=e,i===0}function ce(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="name"||r==="optional")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===
null?e=[n]:e.push(n),i++}if(t.name!==void 0&&typeof t.name!="string"){const r={instancePath:s+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{
type:"string"}};e===null?e=[r]:e.push(r),i++}t.optional!==void 0&&(l(t.optional,{instancePath:s+"/optional",parentData:t,parentDataProperty:"optional",rootData:p})||
(e=e===null?l.errors:e.concat(l.errors),i=e.length))}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(
r),i++}return ce.errors=e,i===0}function q(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.
isArray(t)){for(const r in t)if(!(r==="configMapRef"||r==="prefix"||r==="secretRef")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"addit\
ionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.configMapRef!==void 0&&(fe(t.configMapRef,{instancePath:s+"/configMapRef",parentData:t,
parentDataProperty:"configMapRef",rootData:p})||(e=e===null?fe.errors:e.concat(fe.errors),i=e.length)),t.prefix!==void 0&&typeof t.prefix!="string"){const r={instancePath:s+
"/prefix",schemaPath:"#/properties/prefix/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}t.secretRef!==void 0&&(ce(t.secretRef,{instancePath:s+
"/secretRef",parentData:t,parentDataProperty:"secretRef",rootData:p})||(e=e===null?ce.errors:e.concat(ce.errors),i=e.length))}else{const r={instancePath:s,schemaPath:"\
#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return q.errors=e,i===0}const Vr={type:"object",properties:{postStart:{$ref:"#/defin\
itions/LifecycleHandler"},preStop:{$ref:"#/definitions/LifecycleHandler"},stopSignal:{type:"string",enum:["SIGABRT","SIGALRM","SIGBUS","SIGCHLD","SIGCLD","SIGCO\
NT","SIGFPE","SIGHUP","SIGILL","SIGINT","SIGIO","SIGIOT","SIGKILL","SIGPIPE","SIGPOLL","SIGPROF","SIGPWR","SIGQUIT","SIGRTMAX","SIGRTMAX-1","SIGRTMAX-10","SIGRT\
MAX-11","SIGRTMAX-12","SIGRTMAX-13","SIGRTMAX-14","SIGRTMAX-2","SIGRTMAX-3","SIGRTMAX-4","SIGRTMAX-5","SIGRTMAX-6","SIGRTMAX-7","SIGRTMAX-8","SIGRTMAX-9","SIGRT\
MIN","SIGRTMIN+1","SIGRTMIN+10","SIGRTMIN+11","SIGRTMIN+12","SIGRTMIN+13","SIGRTMIN+14","SIGRTMIN+15","SIGRTMIN+2","SIGRTMIN+3","SIGRTMIN+4","SIGRTMIN+5","SIGRT\
MIN+6","SIGRTMIN+7","SIGRTMIN+8","SIGRTMIN+9","SIGSEGV","SIGSTKFLT","SIGSTOP","SIGSYS","SIGTERM","SIGTRAP","SIGTSTP","SIGTTIN","SIGTTOU","SIGURG","SIGUSR1","SIG\
USR2","SIGVTALRM","SIGWINCH","SIGXCPU","SIGXFSZ",""]}},additionalProperties:!1};function G(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(r!=="command"){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(
n),i++}if(t.command!==void 0){let r=t.command;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)if(typeof r[o]!="string"){const c={instancePath:s+"/comm\
and/"+o,schemaPath:"#/properties/command/items/type",keyword:"type",params:{type:"string"}};e===null?e=[c]:e.push(c),i++}}else{const n={instancePath:s+"/command",
schemaPath:"#/properties/command/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"\
type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return G.errors=e,i===0}const xr={type:"object",properties:{host:{type:"string"},httpHeaders:{type:"a\
rray",items:{$ref:"#/definitions/HTTPHeader"}},path:{type:"string"},port:{$ref:"#/definitions/IntOrString"},scheme:{type:"string",enum:["HTTP","HTTPS",""]}},additionalProperties:!1,
required:["port"]};function ue(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.name===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"name"}};e===null?e=[r]:e.push(r),i++}if(t.value===void 0){const r={instancePath:s,
schemaPath:"#/required",keyword:"required",params:{missingProperty:"value"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="name"||r==="value")){const n={
instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.name!==void 0&&
typeof t.name!="string"){const r={instancePath:s+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}
if(t.value!==void 0&&typeof t.value!="string"){const r={instancePath:s+"/value",schemaPath:"#/properties/value/type",keyword:"type",params:{type:"string"}};e===
null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return ue.errors=
e,i===0}const Lr={type:["integer","string"],minimum:-2147483648,maximum:2147483647};function O(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){
let e=null,i=0;if(!(typeof t=="number"&&!(t%1)&&!isNaN(t)&&isFinite(t))&&typeof t!="string"){const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{
type:Lr.type}};e===null?e=[r]:e.push(r),i++}if(typeof t=="number"&&isFinite(t)){if(t>2147483647||isNaN(t)){const r={instancePath:s,schemaPath:"#/maximum",keyword:"\
maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[r]:e.push(r),i++}if(t<-2147483648||isNaN(t)){const r={instancePath:s,schemaPath:"#/minimum",keyword:"\
minimum",params:{comparison:">=",limit:-2147483648}};e===null?e=[r]:e.push(r),i++}}return O.errors=e,i===0}function C(t,{instancePath:s="",parentData:a,parentDataProperty:y,
rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.port===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"requi\
red",params:{missingProperty:"port"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="host"||r==="httpHeaders"||r==="path"||r==="port"||r==="scheme")){const n={
instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.host!==void 0&&
typeof t.host!="string"){const r={instancePath:s+"/host",schemaPath:"#/properties/host/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}
if(t.httpHeaders!==void 0){let r=t.httpHeaders;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)ue(r[o],{instancePath:s+"/httpHeaders/"+o,parentData:r,
parentDataProperty:o,rootData:p})||(e=e===null?ue.errors:e.concat(ue.errors),i=e.length)}else{const n={instancePath:s+"/httpHeaders",schemaPath:"#/properties/ht\
tpHeaders/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.path!==void 0&&typeof t.path!="string"){const r={instancePath:s+"/path",
schemaPath:"#/properties/path/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.port!==void 0&&(O(t.port,{instancePath:s+"/port",parentData:t,
parentDataProperty:"port",rootData:p})||(e=e===null?O.errors:e.concat(O.errors),i=e.length)),t.scheme!==void 0){let r=t.scheme;if(typeof r!="string"){const n={instancePath:s+
"/scheme",schemaPath:"#/properties/scheme/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}if(!(r==="HTTP"||r==="HTTPS"||r==="")){const n={
instancePath:s+"/scheme",schemaPath:"#/properties/scheme/enum",keyword:"enum",params:{allowedValues:xr.properties.scheme.enum}};e===null?e=[n]:e.push(n),i++}}}else{
const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return C.errors=e,i===0}function de(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.seconds===
void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"seconds"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(r!==
"seconds"){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}
t.seconds!==void 0&&(u(t.seconds,{instancePath:s+"/seconds",parentData:t,parentDataProperty:"seconds",rootData:p})||(e=e===null?u.errors:e.concat(u.errors),i=e.
length))}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return de.errors=e,i===0}function E(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.port===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"port"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="host"||
r==="port")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),
i++}if(t.host!==void 0&&typeof t.host!="string"){const r={instancePath:s+"/host",schemaPath:"#/properties/host/type",keyword:"type",params:{type:"string"}};e===
null?e=[r]:e.push(r),i++}t.port!==void 0&&(O(t.port,{instancePath:s+"/port",parentData:t,parentDataProperty:"port",rootData:p})||(e=e===null?O.errors:e.concat(O.
errors),i=e.length))}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return E.errors=e,i===
0}function A(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="exec"||r==="httpGet"||r==="sleep"||r==="tcpSocket")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{
additionalProperty:r}};e===null?e=[n]:e.push(n),i++}t.exec!==void 0&&(G(t.exec,{instancePath:s+"/exec",parentData:t,parentDataProperty:"exec",rootData:p})||(e=e===
null?G.errors:e.concat(G.errors),i=e.length)),t.httpGet!==void 0&&(C(t.httpGet,{instancePath:s+"/httpGet",parentData:t,parentDataProperty:"httpGet",rootData:p})||
(e=e===null?C.errors:e.concat(C.errors),i=e.length)),t.sleep!==void 0&&(de(t.sleep,{instancePath:s+"/sleep",parentData:t,parentDataProperty:"sleep",rootData:p})||
(e=e===null?de.errors:e.concat(de.errors),i=e.length)),t.tcpSocket!==void 0&&(E(t.tcpSocket,{instancePath:s+"/tcpSocket",parentData:t,parentDataProperty:"tcpSoc\
ket",rootData:p})||(e=e===null?E.errors:e.concat(E.errors),i=e.length))}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};
e===null?e=[r]:e.push(r),i++}return A.errors=e,i===0}function M(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t==
"object"&&!Array.isArray(t)){for(const r in t)if(!(r==="postStart"||r==="preStop"||r==="stopSignal")){const n={instancePath:s,schemaPath:"#/additionalProperties",
keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.postStart!==void 0&&(A(t.postStart,{instancePath:s+"/postStart",
parentData:t,parentDataProperty:"postStart",rootData:p})||(e=e===null?A.errors:e.concat(A.errors),i=e.length)),t.preStop!==void 0&&(A(t.preStop,{instancePath:s+
"/preStop",parentData:t,parentDataProperty:"preStop",rootData:p})||(e=e===null?A.errors:e.concat(A.errors),i=e.length)),t.stopSignal!==void 0){let r=t.stopSignal;
if(typeof r!="string"){const n={instancePath:s+"/stopSignal",schemaPath:"#/properties/stopSignal/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(
n),i++}if(!(r==="SIGABRT"||r==="SIGALRM"||r==="SIGBUS"||r==="SIGCHLD"||r==="SIGCLD"||r==="SIGCONT"||r==="SIGFPE"||r==="SIGHUP"||r==="SIGILL"||r==="SIGINT"||r===
"SIGIO"||r==="SIGIOT"||r==="SIGKILL"||r==="SIGPIPE"||r==="SIGPOLL"||r==="SIGPROF"||r==="SIGPWR"||r==="SIGQUIT"||r==="SIGRTMAX"||r==="SIGRTMAX-1"||r==="SIGRTMAX-\
10"||r==="SIGRTMAX-11"||r==="SIGRTMAX-12"||r==="SIGRTMAX-13"||r==="SIGRTMAX-14"||r==="SIGRTMAX-2"||r==="SIGRTMAX-3"||r==="SIGRTMAX-4"||r==="SIGRTMAX-5"||r==="SI\
GRTMAX-6"||r==="SIGRTMAX-7"||r==="SIGRTMAX-8"||r==="SIGRTMAX-9"||r==="SIGRTMIN"||r==="SIGRTMIN+1"||r==="SIGRTMIN+10"||r==="SIGRTMIN+11"||r==="SIGRTMIN+12"||r===
"SIGRTMIN+13"||r==="SIGRTMIN+14"||r==="SIGRTMIN+15"||r==="SIGRTMIN+2"||r==="SIGRTMIN+3"||r==="SIGRTMIN+4"||r==="SIGRTMIN+5"||r==="SIGRTMIN+6"||r==="SIGRTMIN+7"||
r==="SIGRTMIN+8"||r==="SIGRTMIN+9"||r==="SIGSEGV"||r==="SIGSTKFLT"||r==="SIGSTOP"||r==="SIGSYS"||r==="SIGTERM"||r==="SIGTRAP"||r==="SIGTSTP"||r==="SIGTTIN"||r===
"SIGTTOU"||r==="SIGURG"||r==="SIGUSR1"||r==="SIGUSR2"||r==="SIGVTALRM"||r==="SIGWINCH"||r==="SIGXCPU"||r==="SIGXFSZ"||r==="")){const n={instancePath:s+"/stopSig\
nal",schemaPath:"#/properties/stopSignal/enum",keyword:"enum",params:{allowedValues:Vr.properties.stopSignal.enum}};e===null?e=[n]:e.push(n),i++}}}else{const r={
instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return M.errors=e,i===0}const Fr={type:"object",properties:{
exec:{$ref:"#/definitions/ExecAction"},failureThreshold:{$ref:"#/definitions/Int32"},grpc:{$ref:"#/definitions/GRPCAction"},httpGet:{$ref:"#/definitions/HTTPGet\
Action"},initialDelaySeconds:{$ref:"#/definitions/Int32"},periodSeconds:{$ref:"#/definitions/Int32"},successThreshold:{$ref:"#/definitions/Int32"},tcpSocket:{$ref:"\
#/definitions/TCPSocketAction"},terminationGracePeriodSeconds:{$ref:"#/definitions/Int64"},timeoutSeconds:{$ref:"#/definitions/Int32"}},additionalProperties:!1};function me(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.port===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"port"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="port"||
r==="service")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(
n),i++}if(t.port!==void 0&&(f(t.port,{instancePath:s+"/port",parentData:t,parentDataProperty:"port",rootData:p})||(e=e===null?f.errors:e.concat(f.errors),i=e.length)),
t.service!==void 0&&typeof t.service!="string"){const r={instancePath:s+"/service",schemaPath:"#/properties/service/type",keyword:"type",params:{type:"string"}};
e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return me.errors=
e,i===0}function h(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!k.call(Fr.properties,r)){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?
e=[n]:e.push(n),i++}t.exec!==void 0&&(G(t.exec,{instancePath:s+"/exec",parentData:t,parentDataProperty:"exec",rootData:p})||(e=e===null?G.errors:e.concat(G.errors),
i=e.length)),t.failureThreshold!==void 0&&(f(t.failureThreshold,{instancePath:s+"/failureThreshold",parentData:t,parentDataProperty:"failureThreshold",rootData:p})||
(e=e===null?f.errors:e.concat(f.errors),i=e.length)),t.grpc!==void 0&&(me(t.grpc,{instancePath:s+"/grpc",parentData:t,parentDataProperty:"grpc",rootData:p})||(e=
e===null?me.errors:e.concat(me.errors),i=e.length)),t.httpGet!==void 0&&(C(t.httpGet,{instancePath:s+"/httpGet",parentData:t,parentDataProperty:"httpGet",rootData:p})||
(e=e===null?C.errors:e.concat(C.errors),i=e.length)),t.initialDelaySeconds!==void 0&&(f(t.initialDelaySeconds,{instancePath:s+"/initialDelaySeconds",parentData:t,
parentDataProperty:"initialDelaySeconds",rootData:p})||(e=e===null?f.errors:e.concat(f.errors),i=e.length)),t.periodSeconds!==void 0&&(f(t.periodSeconds,{instancePath:s+
"/periodSeconds",parentData:t,parentDataProperty:"periodSeconds",rootData:p})||(e=e===null?f.errors:e.concat(f.errors),i=e.length)),t.successThreshold!==void 0&&
(f(t.successThreshold,{instancePath:s+"/successThreshold",parentData:t,parentDataProperty:"successThreshold",rootData:p})||(e=e===null?f.errors:e.concat(f.errors),
i=e.length)),t.tcpSocket!==void 0&&(E(t.tcpSocket,{instancePath:s+"/tcpSocket",parentData:t,parentDataProperty:"tcpSocket",rootData:p})||(e=e===null?E.errors:e.
concat(E.errors),i=e.length)),t.terminationGracePeriodSeconds!==void 0&&(u(t.terminationGracePeriodSeconds,{instancePath:s+"/terminationGracePeriodSeconds",parentData:t,
parentDataProperty:"terminationGracePeriodSeconds",rootData:p})||(e=e===null?u.errors:e.concat(u.errors),i=e.length)),t.timeoutSeconds!==void 0&&(f(t.timeoutSeconds,
{instancePath:s+"/timeoutSeconds",parentData:t,parentDataProperty:"timeoutSeconds",rootData:p})||(e=e===null?f.errors:e.concat(f.errors),i=e.length))}else{const r={
instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return h.errors=e,i===0}const Br={type:"object",properties:{
containerPort:{$ref:"#/definitions/Int32"},hostIP:{type:"string"},hostPort:{$ref:"#/definitions/Int32"},name:{type:"string"},protocol:{type:"string",enum:["SCTP",
"TCP","UDP",""]}},additionalProperties:!1,required:["containerPort"]};function V(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,
i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.containerPort===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"\
containerPort"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="containerPort"||r==="hostIP"||r==="hostPort"||r==="name"||r==="protocol")){const n={instancePath:s,
schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.containerPort!==void 0&&(f(t.
containerPort,{instancePath:s+"/containerPort",parentData:t,parentDataProperty:"containerPort",rootData:p})||(e=e===null?f.errors:e.concat(f.errors),i=e.length)),
t.hostIP!==void 0&&typeof t.hostIP!="string"){const r={instancePath:s+"/hostIP",schemaPath:"#/properties/hostIP/type",keyword:"type",params:{type:"string"}};e===
null?e=[r]:e.push(r),i++}if(t.hostPort!==void 0&&(f(t.hostPort,{instancePath:s+"/hostPort",parentData:t,parentDataProperty:"hostPort",rootData:p})||(e=e===null?
f.errors:e.concat(f.errors),i=e.length)),t.name!==void 0&&typeof t.name!="string"){const r={instancePath:s+"/name",schemaPath:"#/properties/name/type",keyword:"\
type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.protocol!==void 0){let r=t.protocol;if(typeof r!="string"){const n={instancePath:s+"/protocol",schemaPath:"\
#/properties/protocol/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}if(!(r==="SCTP"||r==="TCP"||r==="UDP"||r==="")){const n={instancePath:s+
"/protocol",schemaPath:"#/properties/protocol/enum",keyword:"enum",params:{allowedValues:Br.properties.protocol.enum}};e===null?e=[n]:e.push(n),i++}}}else{const r={
instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return V.errors=e,i===0}function x(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.resourceName===
void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"resourceName"}};e===null?e=[r]:e.push(r),i++}if(t.restartPolicy===
void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"restartPolicy"}};e===null?e=[r]:e.push(r),i++}for(const r in t)
if(!(r==="resourceName"||r==="restartPolicy")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[n]:e.push(n),i++}if(t.resourceName!==void 0&&typeof t.resourceName!="string"){const r={instancePath:s+"/resourceName",schemaPath:"#/properties/resou\
rceName/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.restartPolicy!==void 0&&typeof t.restartPolicy!="string"){const r={instancePath:s+
"/restartPolicy",schemaPath:"#/properties/restartPolicy/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,
schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return x.errors=e,i===0}function he(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.name===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"name"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="name"||
r==="request")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(
n),i++}if(t.name!==void 0&&typeof t.name!="string"){const r={instancePath:s+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type:"string"}};e===
null?e=[r]:e.push(r),i++}if(t.request!==void 0&&typeof t.request!="string"){const r={instancePath:s+"/request",schemaPath:"#/properties/request/type",keyword:"t\
ype",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:
e.push(r),i++}return he.errors=e,i===0}function S(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="objec\
t"&&!Array.isArray(t)){for(const r in t)if(!(r==="claims"||r==="limits"||r==="requests")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"a\
dditionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.claims!==void 0){let r=t.claims;if(Array.isArray(r)){const n=r.length;for(let o=0;o<
n;o++)he(r[o],{instancePath:s+"/claims/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?he.errors:e.concat(he.errors),i=e.length)}else{const n={instancePath:s+
"/claims",schemaPath:"#/properties/claims/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.limits!==void 0){let r=t.limits;if(r&&typeof r==
"object"&&!Array.isArray(r))for(const n in r)m(r[n],{instancePath:s+"/limits/"+n.replace(/~/g,"~0").replace(/\//g,"~1"),parentData:r,parentDataProperty:n,rootData:p})||
(e=e===null?m.errors:e.concat(m.errors),i=e.length);else{const n={instancePath:s+"/limits",schemaPath:"#/properties/limits/type",keyword:"type",params:{type:"ob\
ject"}};e===null?e=[n]:e.push(n),i++}}if(t.requests!==void 0){let r=t.requests;if(r&&typeof r=="object"&&!Array.isArray(r))for(const n in r)m(r[n],{instancePath:s+
"/requests/"+n.replace(/~/g,"~0").replace(/\//g,"~1"),parentData:r,parentDataProperty:n,rootData:p})||(e=e===null?m.errors:e.concat(m.errors),i=e.length);else{const n={
instancePath:s+"/requests",schemaPath:"#/properties/requests/type",keyword:"type",params:{type:"object"}};e===null?e=[n]:e.push(n),i++}}}else{const r={instancePath:s,
schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return S.errors=e,i===0}function Pe(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.operator===
void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"operator"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r===
"operator"||r==="values")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=
[n]:e.push(n),i++}if(t.operator!==void 0&&typeof t.operator!="string"){const r={instancePath:s+"/operator",schemaPath:"#/properties/operator/type",keyword:"type",
params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.values!==void 0){let r=t.values;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)f(r[o],{instancePath:s+
"/values/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?f.errors:e.concat(f.errors),i=e.length)}else{const n={instancePath:s+"/values",schemaPath:"\
#/properties/values/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{
type:"object"}};e===null?e=[r]:e.push(r),i++}return Pe.errors=e,i===0}function L(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,
i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.action===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"\
action"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="action"||r==="exitCodes")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"\
additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.action!==void 0&&typeof t.action!="string"){const r={instancePath:s+"/act\
ion",schemaPath:"#/properties/action/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}t.exitCodes!==void 0&&(Pe(t.exitCodes,{instancePath:s+
"/exitCodes",parentData:t,parentDataProperty:"exitCodes",rootData:p})||(e=e===null?Pe.errors:e.concat(Pe.errors),i=e.length))}else{const r={instancePath:s,schemaPath:"\
#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return L.errors=e,i===0}const Rr={type:"object",properties:{allowPrivilegeEscalation:{
$ref:"#/definitions/Boolean"},appArmorProfile:{$ref:"#/definitions/AppArmorProfile"},capabilities:{$ref:"#/definitions/Capabilities"},privileged:{$ref:"#/defini\
tions/Boolean"},procMount:{type:"string",enum:["Default","Unmasked",""]},readOnlyRootFilesystem:{$ref:"#/definitions/Boolean"},runAsGroup:{$ref:"#/definitions/I\
nt64"},runAsNonRoot:{$ref:"#/definitions/Boolean"},runAsUser:{$ref:"#/definitions/Int64"},seLinuxOptions:{$ref:"#/definitions/SELinuxOptions"},seccompProfile:{$ref:"\
#/definitions/SeccompProfile"},windowsOptions:{$ref:"#/definitions/WindowsSecurityContextOptions"}},additionalProperties:!1},Ur={type:"object",properties:{localhostProfile:{
type:"string"},type:{type:"string",enum:["Localhost","RuntimeDefault","Unconfined",""]}},additionalProperties:!1,required:["type"]};function F(t,{instancePath:s="",
parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.type===void 0){const r={instancePath:s,schemaPath:"\
#/required",keyword:"required",params:{missingProperty:"type"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="localhostProfile"||r==="type")){const n={
instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.localhostProfile!==
void 0&&typeof t.localhostProfile!="string"){const r={instancePath:s+"/localhostProfile",schemaPath:"#/properties/localhostProfile/type",keyword:"type",params:{
type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.type!==void 0){let r=t.type;if(typeof r!="string"){const n={instancePath:s+"/type",schemaPath:"#/properties/ty\
pe/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}if(!(r==="Localhost"||r==="RuntimeDefault"||r==="Unconfined"||r==="")){const n={instancePath:s+
"/type",schemaPath:"#/properties/type/enum",keyword:"enum",params:{allowedValues:Ur.properties.type.enum}};e===null?e=[n]:e.push(n),i++}}}else{const r={instancePath:s,
schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return F.errors=e,i===0}function ge(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="add"||r==="drop")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?
e=[n]:e.push(n),i++}if(t.add!==void 0){let r=t.add;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)if(typeof r[o]!="string"){const c={instancePath:s+"\
/add/"+o,schemaPath:"#/properties/add/items/type",keyword:"type",params:{type:"string"}};e===null?e=[c]:e.push(c),i++}}else{const n={instancePath:s+"/add",schemaPath:"\
#/properties/add/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.drop!==void 0){let r=t.drop;if(Array.isArray(r)){const n=r.length;
for(let o=0;o<n;o++)if(typeof r[o]!="string"){const c={instancePath:s+"/drop/"+o,schemaPath:"#/properties/drop/items/type",keyword:"type",params:{type:"string"}};
e===null?e=[c]:e.push(c),i++}}else{const n={instancePath:s+"/drop",schemaPath:"#/properties/drop/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(
n),i++}}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return ge.errors=e,i===0}function B(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="level"||r==="role"||r==="type"||r==="user")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[n]:e.push(n),i++}if(t.level!==void 0&&typeof t.level!="string"){const r={instancePath:s+"/level",schemaPath:"#/properties/level/type",keyword:"type",
params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.role!==void 0&&typeof t.role!="string"){const r={instancePath:s+"/role",schemaPath:"#/properties/role/\
type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.type!==void 0&&typeof t.type!="string"){const r={instancePath:s+"/type",schemaPath:"\
#/properties/type/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.user!==void 0&&typeof t.user!="string"){const r={instancePath:s+
"/user",schemaPath:"#/properties/user/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",
keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return B.errors=e,i===0}const Kr={type:"object",properties:{localhostProfile:{type:"string"},
type:{type:"string",enum:["Localhost","RuntimeDefault","Unconfined",""]}},additionalProperties:!1,required:["type"]};function U(t,{instancePath:s="",parentData:a,
parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.type===void 0){const r={instancePath:s,schemaPath:"#/req\
uired",keyword:"required",params:{missingProperty:"type"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="localhostProfile"||r==="type")){const n={instancePath:s,
schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.localhostProfile!==void 0&&typeof t.
localhostProfile!="string"){const r={instancePath:s+"/localhostProfile",schemaPath:"#/properties/localhostProfile/type",keyword:"type",params:{type:"string"}};e===
null?e=[r]:e.push(r),i++}if(t.type!==void 0){let r=t.type;if(typeof r!="string"){const n={instancePath:s+"/type",schemaPath:"#/properties/type/type",keyword:"ty\
pe",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}if(!(r==="Localhost"||r==="RuntimeDefault"||r==="Unconfined"||r==="")){const n={instancePath:s+"/type",
schemaPath:"#/properties/type/enum",keyword:"enum",params:{allowedValues:Kr.properties.type.enum}};e===null?e=[n]:e.push(n),i++}}}else{const r={instancePath:s,schemaPath:"\
#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return U.errors=e,i===0}function K(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="gmsaCredentialSpec"||r==="gmsaCredentialSpecName"||r==="hostProcess"||r==="runAsUserName")){const n={instancePath:s,schemaPath:"#/additionalProperties",
keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.gmsaCredentialSpec!==void 0&&typeof t.gmsaCredentialSpec!="strin\
g"){const r={instancePath:s+"/gmsaCredentialSpec",schemaPath:"#/properties/gmsaCredentialSpec/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(
r),i++}if(t.gmsaCredentialSpecName!==void 0&&typeof t.gmsaCredentialSpecName!="string"){const r={instancePath:s+"/gmsaCredentialSpecName",schemaPath:"#/properti\
es/gmsaCredentialSpecName/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.hostProcess!==void 0&&(l(t.hostProcess,{instancePath:s+
"/hostProcess",parentData:t,parentDataProperty:"hostProcess",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.runAsUserName!==void 0&&typeof t.
runAsUserName!="string"){const r={instancePath:s+"/runAsUserName",schemaPath:"#/properties/runAsUserName/type",keyword:"type",params:{type:"string"}};e===null?e=
[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return K.errors=e,i===0}
function H(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!k.call(Rr.properties,r)){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?
e=[n]:e.push(n),i++}if(t.allowPrivilegeEscalation!==void 0&&(l(t.allowPrivilegeEscalation,{instancePath:s+"/allowPrivilegeEscalation",parentData:t,parentDataProperty:"\
allowPrivilegeEscalation",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.appArmorProfile!==void 0&&(F(t.appArmorProfile,{instancePath:s+"/\
appArmorProfile",parentData:t,parentDataProperty:"appArmorProfile",rootData:p})||(e=e===null?F.errors:e.concat(F.errors),i=e.length)),t.capabilities!==void 0&&(ge(
t.capabilities,{instancePath:s+"/capabilities",parentData:t,parentDataProperty:"capabilities",rootData:p})||(e=e===null?ge.errors:e.concat(ge.errors),i=e.length)),
t.privileged!==void 0&&(l(t.privileged,{instancePath:s+"/privileged",parentData:t,parentDataProperty:"privileged",rootData:p})||(e=e===null?l.errors:e.concat(l.
errors),i=e.length)),t.procMount!==void 0){let r=t.procMount;if(typeof r!="string"){const n={instancePath:s+"/procMount",schemaPath:"#/properties/procMount/type",
keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}if(!(r==="Default"||r==="Unmasked"||r==="")){const n={instancePath:s+"/procMount",schemaPath:"\
#/properties/procMount/enum",keyword:"enum",params:{allowedValues:Rr.properties.procMount.enum}};e===null?e=[n]:e.push(n),i++}}t.readOnlyRootFilesystem!==void 0&&
(l(t.readOnlyRootFilesystem,{instancePath:s+"/readOnlyRootFilesystem",parentData:t,parentDataProperty:"readOnlyRootFilesystem",rootData:p})||(e=e===null?l.errors:
e.concat(l.errors),i=e.length)),t.runAsGroup!==void 0&&(u(t.runAsGroup,{instancePath:s+"/runAsGroup",parentData:t,parentDataProperty:"runAsGroup",rootData:p})||
(e=e===null?u.errors:e.concat(u.errors),i=e.length)),t.runAsNonRoot!==void 0&&(l(t.runAsNonRoot,{instancePath:s+"/runAsNonRoot",parentData:t,parentDataProperty:"\
runAsNonRoot",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.runAsUser!==void 0&&(u(t.runAsUser,{instancePath:s+"/runAsUser",parentData:t,
parentDataProperty:"runAsUser",rootData:p})||(e=e===null?u.errors:e.concat(u.errors),i=e.length)),t.seLinuxOptions!==void 0&&(B(t.seLinuxOptions,{instancePath:s+
"/seLinuxOptions",parentData:t,parentDataProperty:"seLinuxOptions",rootData:p})||(e=e===null?B.errors:e.concat(B.errors),i=e.length)),t.seccompProfile!==void 0&&
(U(t.seccompProfile,{instancePath:s+"/seccompProfile",parentData:t,parentDataProperty:"seccompProfile",rootData:p})||(e=e===null?U.errors:e.concat(U.errors),i=e.
length)),t.windowsOptions!==void 0&&(K(t.windowsOptions,{instancePath:s+"/windowsOptions",parentData:t,parentDataProperty:"windowsOptions",rootData:p})||(e=e===
null?K.errors:e.concat(K.errors),i=e.length))}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}
return H.errors=e,i===0}function W(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.devicePath===
void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"devicePath"}};e===null?e=[r]:e.push(r),i++}if(t.name===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"name"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="devi\
cePath"||r==="name")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.
push(n),i++}if(t.devicePath!==void 0&&typeof t.devicePath!="string"){const r={instancePath:s+"/devicePath",schemaPath:"#/properties/devicePath/type",keyword:"ty\
pe",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.name!==void 0&&typeof t.name!="string"){const r={instancePath:s+"/name",schemaPath:"#/properties/n\
ame/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"obj\
ect"}};e===null?e=[r]:e.push(r),i++}return W.errors=e,i===0}const Hr={type:"object",properties:{mountPath:{type:"string"},mountPropagation:{type:"string",enum:[
"Bidirectional","HostToContainer","None",""]},name:{type:"string"},readOnly:{$ref:"#/definitions/Boolean"},recursiveReadOnly:{type:"string"},subPath:{type:"stri\
ng"},subPathExpr:{type:"string"}},additionalProperties:!1,required:["mountPath","name"]};function z(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){
let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.mountPath===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{
missingProperty:"mountPath"}};e===null?e=[r]:e.push(r),i++}if(t.name===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"\
name"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="mountPath"||r==="mountPropagation"||r==="name"||r==="readOnly"||r==="recursiveReadOnly"||r==="su\
bPath"||r==="subPathExpr")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=
[n]:e.push(n),i++}if(t.mountPath!==void 0&&typeof t.mountPath!="string"){const r={instancePath:s+"/mountPath",schemaPath:"#/properties/mountPath/type",keyword:"\
type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.mountPropagation!==void 0){let r=t.mountPropagation;if(typeof r!="string"){const n={instancePath:s+
"/mountPropagation",schemaPath:"#/properties/mountPropagation/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}if(!(r==="Bidirectional"||
r==="HostToContainer"||r==="None"||r==="")){const n={instancePath:s+"/mountPropagation",schemaPath:"#/properties/mountPropagation/enum",keyword:"enum",params:{allowedValues:Hr.
properties.mountPropagation.enum}};e===null?e=[n]:e.push(n),i++}}if(t.name!==void 0&&typeof t.name!="string"){const r={instancePath:s+"/name",schemaPath:"#/prop\
erties/name/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.readOnly!==void 0&&(l(t.readOnly,{instancePath:s+"/readOnly",parentData:t,
parentDataProperty:"readOnly",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.recursiveReadOnly!==void 0&&typeof t.recursiveReadOnly!="stri\
ng"){const r={instancePath:s+"/recursiveReadOnly",schemaPath:"#/properties/recursiveReadOnly/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(
r),i++}if(t.subPath!==void 0&&typeof t.subPath!="string"){const r={instancePath:s+"/subPath",schemaPath:"#/properties/subPath/type",keyword:"type",params:{type:"\
string"}};e===null?e=[r]:e.push(r),i++}if(t.subPathExpr!==void 0&&typeof t.subPathExpr!="string"){const r={instancePath:s+"/subPathExpr",schemaPath:"#/propertie\
s/subPathExpr/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{
type:"object"}};e===null?e=[r]:e.push(r),i++}return z.errors=e,i===0}function v(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,
i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.name===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"\
name"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!k.call(Ar.properties,r)){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"addition\
alProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.args!==void 0){let r=t.args;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)
if(typeof r[o]!="string"){const c={instancePath:s+"/args/"+o,schemaPath:"#/properties/args/items/type",keyword:"type",params:{type:"string"}};e===null?e=[c]:e.push(
c),i++}}else{const n={instancePath:s+"/args",schemaPath:"#/properties/args/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.command!==
void 0){let r=t.command;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)if(typeof r[o]!="string"){const c={instancePath:s+"/command/"+o,schemaPath:"#/\
properties/command/items/type",keyword:"type",params:{type:"string"}};e===null?e=[c]:e.push(c),i++}}else{const n={instancePath:s+"/command",schemaPath:"#/proper\
ties/command/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.env!==void 0){let r=t.env;if(Array.isArray(r)){const n=r.length;for(let o=0;o<
n;o++)N(r[o],{instancePath:s+"/env/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?N.errors:e.concat(N.errors),i=e.length)}else{const n={instancePath:s+
"/env",schemaPath:"#/properties/env/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.envFrom!==void 0){let r=t.envFrom;if(Array.isArray(
r)){const n=r.length;for(let o=0;o<n;o++)q(r[o],{instancePath:s+"/envFrom/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?q.errors:e.concat(q.errors),
i=e.length)}else{const n={instancePath:s+"/envFrom",schemaPath:"#/properties/envFrom/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.
image!==void 0&&typeof t.image!="string"){const r={instancePath:s+"/image",schemaPath:"#/properties/image/type",keyword:"type",params:{type:"string"}};e===null?
e=[r]:e.push(r),i++}if(t.imagePullPolicy!==void 0){let r=t.imagePullPolicy;if(typeof r!="string"){const n={instancePath:s+"/imagePullPolicy",schemaPath:"#/prope\
rties/imagePullPolicy/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}if(!(r==="Always"||r==="IfNotPresent"||r==="Never"||r==="")){const n={
instancePath:s+"/imagePullPolicy",schemaPath:"#/properties/imagePullPolicy/enum",keyword:"enum",params:{allowedValues:Ar.properties.imagePullPolicy.enum}};e===null?
e=[n]:e.push(n),i++}}if(t.lifecycle!==void 0&&(M(t.lifecycle,{instancePath:s+"/lifecycle",parentData:t,parentDataProperty:"lifecycle",rootData:p})||(e=e===null?
M.errors:e.concat(M.errors),i=e.length)),t.livenessProbe!==void 0&&(h(t.livenessProbe,{instancePath:s+"/livenessProbe",parentData:t,parentDataProperty:"liveness\
Probe",rootData:p})||(e=e===null?h.errors:e.concat(h.errors),i=e.length)),t.name!==void 0&&typeof t.name!="string"){const r={instancePath:s+"/name",schemaPath:"\
#/properties/name/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.ports!==void 0){let r=t.ports;if(Array.isArray(r)){const n=r.length;
for(let o=0;o<n;o++)V(r[o],{instancePath:s+"/ports/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?V.errors:e.concat(V.errors),i=e.length)}else{
const n={instancePath:s+"/ports",schemaPath:"#/properties/ports/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.readinessProbe!==
void 0&&(h(t.readinessProbe,{instancePath:s+"/readinessProbe",parentData:t,parentDataProperty:"readinessProbe",rootData:p})||(e=e===null?h.errors:e.concat(h.errors),
i=e.length)),t.resizePolicy!==void 0){let r=t.resizePolicy;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)x(r[o],{instancePath:s+"/resizePolicy/"+o,parentData:r,
parentDataProperty:o,rootData:p})||(e=e===null?x.errors:e.concat(x.errors),i=e.length)}else{const n={instancePath:s+"/resizePolicy",schemaPath:"#/properties/res\
izePolicy/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.resources!==void 0&&(S(t.resources,{instancePath:s+"/resources",parentData:t,
parentDataProperty:"resources",rootData:p})||(e=e===null?S.errors:e.concat(S.errors),i=e.length)),t.restartPolicy!==void 0&&typeof t.restartPolicy!="string"){const r={
instancePath:s+"/restartPolicy",schemaPath:"#/properties/restartPolicy/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.restartPolicyRules!==
void 0){let r=t.restartPolicyRules;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)L(r[o],{instancePath:s+"/restartPolicyRules/"+o,parentData:r,parentDataProperty:o,
rootData:p})||(e=e===null?L.errors:e.concat(L.errors),i=e.length)}else{const n={instancePath:s+"/restartPolicyRules",schemaPath:"#/properties/restartPolicyRules\
/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.securityContext!==void 0&&(H(t.securityContext,{instancePath:s+"/securityContext",
parentData:t,parentDataProperty:"securityContext",rootData:p})||(e=e===null?H.errors:e.concat(H.errors),i=e.length)),t.startupProbe!==void 0&&(h(t.startupProbe,
{instancePath:s+"/startupProbe",parentData:t,parentDataProperty:"startupProbe",rootData:p})||(e=e===null?h.errors:e.concat(h.errors),i=e.length)),t.stdin!==void 0&&
(l(t.stdin,{instancePath:s+"/stdin",parentData:t,parentDataProperty:"stdin",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.stdinOnce!==void 0&&
(l(t.stdinOnce,{instancePath:s+"/stdinOnce",parentData:t,parentDataProperty:"stdinOnce",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.terminationMessagePath!==
void 0&&typeof t.terminationMessagePath!="string"){const r={instancePath:s+"/terminationMessagePath",schemaPath:"#/properties/terminationMessagePath/type",keyword:"\
type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.terminationMessagePolicy!==void 0){let r=t.terminationMessagePolicy;if(typeof r!="string"){const n={
instancePath:s+"/terminationMessagePolicy",schemaPath:"#/properties/terminationMessagePolicy/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(
n),i++}if(!(r==="FallbackToLogsOnError"||r==="File"||r==="")){const n={instancePath:s+"/terminationMessagePolicy",schemaPath:"#/properties/terminationMessagePol\
icy/enum",keyword:"enum",params:{allowedValues:Ar.properties.terminationMessagePolicy.enum}};e===null?e=[n]:e.push(n),i++}}if(t.tty!==void 0&&(l(t.tty,{instancePath:s+
"/tty",parentData:t,parentDataProperty:"tty",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.volumeDevices!==void 0){let r=t.volumeDevices;
if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)W(r[o],{instancePath:s+"/volumeDevices/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?
W.errors:e.concat(W.errors),i=e.length)}else{const n={instancePath:s+"/volumeDevices",schemaPath:"#/properties/volumeDevices/type",keyword:"type",params:{type:"\
array"}};e===null?e=[n]:e.push(n),i++}}if(t.volumeMounts!==void 0){let r=t.volumeMounts;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)z(r[o],{instancePath:s+
"/volumeMounts/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?z.errors:e.concat(z.errors),i=e.length)}else{const n={instancePath:s+"/volumeMoun\
ts",schemaPath:"#/properties/volumeMounts/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.workingDir!==void 0&&typeof t.workingDir!=
"string"){const r={instancePath:s+"/workingDir",schemaPath:"#/properties/workingDir/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{
const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return v.errors=e,i===0}function ke(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="name"||r==="value")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?
e=[n]:e.push(n),i++}if(t.name!==void 0&&typeof t.name!="string"){const r={instancePath:s+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type:"\
string"}};e===null?e=[r]:e.push(r),i++}if(t.value!==void 0&&typeof t.value!="string"){const r={instancePath:s+"/value",schemaPath:"#/properties/value/type",keyword:"\
type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[
r]:e.push(r),i++}return ke.errors=e,i===0}function we(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="o\
bject"&&!Array.isArray(t)){for(const r in t)if(!(r==="nameservers"||r==="options"||r==="searches")){const n={instancePath:s,schemaPath:"#/additionalProperties",
keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.nameservers!==void 0){let r=t.nameservers;if(Array.isArray(r)){const n=r.
length;for(let o=0;o<n;o++)if(typeof r[o]!="string"){const c={instancePath:s+"/nameservers/"+o,schemaPath:"#/properties/nameservers/items/type",keyword:"type",params:{
type:"string"}};e===null?e=[c]:e.push(c),i++}}else{const n={instancePath:s+"/nameservers",schemaPath:"#/properties/nameservers/type",keyword:"type",params:{type:"\
array"}};e===null?e=[n]:e.push(n),i++}}if(t.options!==void 0){let r=t.options;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)ke(r[o],{instancePath:s+
"/options/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?ke.errors:e.concat(ke.errors),i=e.length)}else{const n={instancePath:s+"/options",schemaPath:"\
#/properties/options/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.searches!==void 0){let r=t.searches;if(Array.isArray(r)){const n=r.
length;for(let o=0;o<n;o++)if(typeof r[o]!="string"){const c={instancePath:s+"/searches/"+o,schemaPath:"#/properties/searches/items/type",keyword:"type",params:{
type:"string"}};e===null?e=[c]:e.push(c),i++}}else{const n={instancePath:s+"/searches",schemaPath:"#/properties/searches/type",keyword:"type",params:{type:"arra\
y"}};e===null?e=[n]:e.push(n),i++}}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return we.
errors=e,i===0}const vr={type:"object",properties:{args:{type:"array",items:{type:"string"}},command:{type:"array",items:{type:"string"}},env:{type:"array",items:{
$ref:"#/definitions/EnvVar"}},envFrom:{type:"array",items:{$ref:"#/definitions/EnvFromSource"}},image:{type:"string"},imagePullPolicy:{type:"string",enum:["Alwa\
ys","IfNotPresent","Never",""]},lifecycle:{$ref:"#/definitions/Lifecycle"},livenessProbe:{$ref:"#/definitions/Probe"},name:{type:"string"},ports:{type:"array",items:{
$ref:"#/definitions/ContainerPort"}},readinessProbe:{$ref:"#/definitions/Probe"},resizePolicy:{type:"array",items:{$ref:"#/definitions/ContainerResizePolicy"}},
resources:{$ref:"#/definitions/ResourceRequirements"},restartPolicy:{type:"string"},restartPolicyRules:{type:"array",items:{$ref:"#/definitions/ContainerRestart\
Rule"}},securityContext:{$ref:"#/definitions/SecurityContext"},startupProbe:{$ref:"#/definitions/Probe"},stdin:{$ref:"#/definitions/Boolean"},stdinOnce:{$ref:"#\
/definitions/Boolean"},targetContainerName:{type:"string"},terminationMessagePath:{type:"string"},terminationMessagePolicy:{type:"string",enum:["FallbackToLogsO\
nError","File",""]},tty:{$ref:"#/definitions/Boolean"},volumeDevices:{type:"array",items:{$ref:"#/definitions/VolumeDevice"}},volumeMounts:{type:"array",items:{
$ref:"#/definitions/VolumeMount"}},workingDir:{type:"string"}},additionalProperties:!1,required:["name"]};function De(t,{instancePath:s="",parentData:a,parentDataProperty:y,
rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.name===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"requi\
red",params:{missingProperty:"name"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!k.call(vr.properties,r)){const n={instancePath:s,schemaPath:"#/additiona\
lProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.args!==void 0){let r=t.args;if(Array.isArray(r)){const n=r.
length;for(let o=0;o<n;o++)if(typeof r[o]!="string"){const c={instancePath:s+"/args/"+o,schemaPath:"#/properties/args/items/type",keyword:"type",params:{type:"s\
tring"}};e===null?e=[c]:e.push(c),i++}}else{const n={instancePath:s+"/args",schemaPath:"#/properties/args/type",keyword:"type",params:{type:"array"}};e===null?e=
[n]:e.push(n),i++}}if(t.command!==void 0){let r=t.command;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)if(typeof r[o]!="string"){const c={instancePath:s+
"/command/"+o,schemaPath:"#/properties/command/items/type",keyword:"type",params:{type:"string"}};e===null?e=[c]:e.push(c),i++}}else{const n={instancePath:s+"/c\
ommand",schemaPath:"#/properties/command/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.env!==void 0){let r=t.env;if(Array.isArray(
r)){const n=r.length;for(let o=0;o<n;o++)N(r[o],{instancePath:s+"/env/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?N.errors:e.concat(N.errors),
i=e.length)}else{const n={instancePath:s+"/env",schemaPath:"#/properties/env/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.envFrom!==
void 0){let r=t.envFrom;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)q(r[o],{instancePath:s+"/envFrom/"+o,parentData:r,parentDataProperty:o,rootData:p})||
(e=e===null?q.errors:e.concat(q.errors),i=e.length)}else{const n={instancePath:s+"/envFrom",schemaPath:"#/properties/envFrom/type",keyword:"type",params:{type:"\
array"}};e===null?e=[n]:e.push(n),i++}}if(t.image!==void 0&&typeof t.image!="string"){const r={instancePath:s+"/image",schemaPath:"#/properties/image/type",keyword:"\
type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.imagePullPolicy!==void 0){let r=t.imagePullPolicy;if(typeof r!="string"){const n={instancePath:s+
"/imagePullPolicy",schemaPath:"#/properties/imagePullPolicy/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}if(!(r==="Always"||r==="If\
NotPresent"||r==="Never"||r==="")){const n={instancePath:s+"/imagePullPolicy",schemaPath:"#/properties/imagePullPolicy/enum",keyword:"enum",params:{allowedValues:vr.
properties.imagePullPolicy.enum}};e===null?e=[n]:e.push(n),i++}}if(t.lifecycle!==void 0&&(M(t.lifecycle,{instancePath:s+"/lifecycle",parentData:t,parentDataProperty:"\
lifecycle",rootData:p})||(e=e===null?M.errors:e.concat(M.errors),i=e.length)),t.livenessProbe!==void 0&&(h(t.livenessProbe,{instancePath:s+"/livenessProbe",parentData:t,
parentDataProperty:"livenessProbe",rootData:p})||(e=e===null?h.errors:e.concat(h.errors),i=e.length)),t.name!==void 0&&typeof t.name!="string"){const r={instancePath:s+
"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.ports!==void 0){let r=t.ports;if(Array.isArray(
r)){const n=r.length;for(let o=0;o<n;o++)V(r[o],{instancePath:s+"/ports/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?V.errors:e.concat(V.errors),
i=e.length)}else{const n={instancePath:s+"/ports",schemaPath:"#/properties/ports/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.
readinessProbe!==void 0&&(h(t.readinessProbe,{instancePath:s+"/readinessProbe",parentData:t,parentDataProperty:"readinessProbe",rootData:p})||(e=e===null?h.errors:
e.concat(h.errors),i=e.length)),t.resizePolicy!==void 0){let r=t.resizePolicy;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)x(r[o],{instancePath:s+"\
/resizePolicy/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?x.errors:e.concat(x.errors),i=e.length)}else{const n={instancePath:s+"/resizePolic\
y",schemaPath:"#/properties/resizePolicy/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.resources!==void 0&&(S(t.resources,{instancePath:s+
"/resources",parentData:t,parentDataProperty:"resources",rootData:p})||(e=e===null?S.errors:e.concat(S.errors),i=e.length)),t.restartPolicy!==void 0&&typeof t.restartPolicy!=
"string"){const r={instancePath:s+"/restartPolicy",schemaPath:"#/properties/restartPolicy/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),
i++}if(t.restartPolicyRules!==void 0){let r=t.restartPolicyRules;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)L(r[o],{instancePath:s+"/restartPolic\
yRules/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?L.errors:e.concat(L.errors),i=e.length)}else{const n={instancePath:s+"/restartPolicyRules",
schemaPath:"#/properties/restartPolicyRules/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.securityContext!==void 0&&(H(t.securityContext,
{instancePath:s+"/securityContext",parentData:t,parentDataProperty:"securityContext",rootData:p})||(e=e===null?H.errors:e.concat(H.errors),i=e.length)),t.startupProbe!==
void 0&&(h(t.startupProbe,{instancePath:s+"/startupProbe",parentData:t,parentDataProperty:"startupProbe",rootData:p})||(e=e===null?h.errors:e.concat(h.errors),i=
e.length)),t.stdin!==void 0&&(l(t.stdin,{instancePath:s+"/stdin",parentData:t,parentDataProperty:"stdin",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=
e.length)),t.stdinOnce!==void 0&&(l(t.stdinOnce,{instancePath:s+"/stdinOnce",parentData:t,parentDataProperty:"stdinOnce",rootData:p})||(e=e===null?l.errors:e.concat(
l.errors),i=e.length)),t.targetContainerName!==void 0&&typeof t.targetContainerName!="string"){const r={instancePath:s+"/targetContainerName",schemaPath:"#/prop\
erties/targetContainerName/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.terminationMessagePath!==void 0&&typeof t.terminationMessagePath!=
"string"){const r={instancePath:s+"/terminationMessagePath",schemaPath:"#/properties/terminationMessagePath/type",keyword:"type",params:{type:"string"}};e===null?
e=[r]:e.push(r),i++}if(t.terminationMessagePolicy!==void 0){let r=t.terminationMessagePolicy;if(typeof r!="string"){const n={instancePath:s+"/terminationMessage\
Policy",schemaPath:"#/properties/terminationMessagePolicy/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}if(!(r==="FallbackToLogsOnEr\
ror"||r==="File"||r==="")){const n={instancePath:s+"/terminationMessagePolicy",schemaPath:"#/properties/terminationMessagePolicy/enum",keyword:"enum",params:{allowedValues:vr.
properties.terminationMessagePolicy.enum}};e===null?e=[n]:e.push(n),i++}}if(t.tty!==void 0&&(l(t.tty,{instancePath:s+"/tty",parentData:t,parentDataProperty:"tty",
rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.volumeDevices!==void 0){let r=t.volumeDevices;if(Array.isArray(r)){const n=r.length;for(let o=0;o<
n;o++)W(r[o],{instancePath:s+"/volumeDevices/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?W.errors:e.concat(W.errors),i=e.length)}else{const n={
instancePath:s+"/volumeDevices",schemaPath:"#/properties/volumeDevices/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.volumeMounts!==
void 0){let r=t.volumeMounts;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)z(r[o],{instancePath:s+"/volumeMounts/"+o,parentData:r,parentDataProperty:o,
rootData:p})||(e=e===null?z.errors:e.concat(z.errors),i=e.length)}else{const n={instancePath:s+"/volumeMounts",schemaPath:"#/properties/volumeMounts/type",keyword:"\
type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.workingDir!==void 0&&typeof t.workingDir!="string"){const r={instancePath:s+"/workingDir",schemaPath:"\
#/properties/workingDir/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"typ\
e",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return De.errors=e,i===0}function Se(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.ip===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"ip"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="hostna\
mes"||r==="ip")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(
n),i++}if(t.hostnames!==void 0){let r=t.hostnames;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)if(typeof r[o]!="string"){const c={instancePath:s+"/\
hostnames/"+o,schemaPath:"#/properties/hostnames/items/type",keyword:"type",params:{type:"string"}};e===null?e=[c]:e.push(c),i++}}else{const n={instancePath:s+"\
/hostnames",schemaPath:"#/properties/hostnames/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.ip!==void 0&&typeof t.ip!="string"){
const r={instancePath:s+"/ip",schemaPath:"#/properties/ip/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,
schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return Se.errors=e,i===0}function d(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(r!=="name"){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),
i++}if(t.name!==void 0&&typeof t.name!="string"){const r={instancePath:s+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type:"string"}};e===
null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return d.errors=e,
i===0}function be(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.name===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"name"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(r!=="name"){
const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.name!==
void 0&&typeof t.name!="string"){const r={instancePath:s+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(
r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return be.errors=e,i===0}function Ae(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.conditionType===
void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"conditionType"}};e===null?e=[r]:e.push(r),i++}for(const r in t)
if(r!=="conditionType"){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:
e.push(n),i++}if(t.conditionType!==void 0&&typeof t.conditionType!="string"){const r={instancePath:s+"/conditionType",schemaPath:"#/properties/conditionType/typ\
e",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};
e===null?e=[r]:e.push(r),i++}return Ae.errors=e,i===0}function ve(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.name===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"name"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="name"||
r==="resourceClaimName"||r==="resourceClaimTemplateName")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[n]:e.push(n),i++}if(t.name!==void 0&&typeof t.name!="string"){const r={instancePath:s+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{
type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.resourceClaimName!==void 0&&typeof t.resourceClaimName!="string"){const r={instancePath:s+"/resourceClaimName",
schemaPath:"#/properties/resourceClaimName/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.resourceClaimTemplateName!==void 0&&typeof t.
resourceClaimTemplateName!="string"){const r={instancePath:s+"/resourceClaimTemplateName",schemaPath:"#/properties/resourceClaimTemplateName/type",keyword:"type",
params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(
r),i++}return ve.errors=e,i===0}function je(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.name===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"name"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(r!=="name"){
const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.name!==
void 0&&typeof t.name!="string"){const r={instancePath:s+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(
r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return je.errors=e,i===0}function Ie(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(r!=="podGroupName"){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:
e.push(n),i++}if(t.podGroupName!==void 0&&typeof t.podGroupName!="string"){const r={instancePath:s+"/podGroupName",schemaPath:"#/properties/podGroupName/type",keyword:"\
type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[
r]:e.push(r),i++}return Ie.errors=e,i===0}const jr={type:"object",properties:{appArmorProfile:{$ref:"#/definitions/AppArmorProfile"},fsGroup:{$ref:"#/definition\
s/Int64"},fsGroupChangePolicy:{type:"string",enum:["Always","OnRootMismatch",""]},runAsGroup:{$ref:"#/definitions/Int64"},runAsNonRoot:{$ref:"#/definitions/Bool\
ean"},runAsUser:{$ref:"#/definitions/Int64"},seLinuxChangePolicy:{type:"string"},seLinuxOptions:{$ref:"#/definitions/SELinuxOptions"},seccompProfile:{$ref:"#/de\
finitions/SeccompProfile"},supplementalGroups:{type:"array",items:{$ref:"#/definitions/Int64"}},supplementalGroupsPolicy:{type:"string",enum:["Merge","Strict",""]},
sysctls:{type:"array",items:{$ref:"#/definitions/Sysctl"}},windowsOptions:{$ref:"#/definitions/WindowsSecurityContextOptions"}},additionalProperties:!1};function $e(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.name===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"name"}};e===null?e=[r]:e.push(r),i++}if(t.value===void 0){const r={instancePath:s,
schemaPath:"#/required",keyword:"required",params:{missingProperty:"value"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="name"||r==="value")){const n={
instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.name!==void 0&&
typeof t.name!="string"){const r={instancePath:s+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}
if(t.value!==void 0&&typeof t.value!="string"){const r={instancePath:s+"/value",schemaPath:"#/properties/value/type",keyword:"type",params:{type:"string"}};e===
null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return $e.errors=
e,i===0}function Te(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!k.call(jr.properties,r)){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?
e=[n]:e.push(n),i++}if(t.appArmorProfile!==void 0&&(F(t.appArmorProfile,{instancePath:s+"/appArmorProfile",parentData:t,parentDataProperty:"appArmorProfile",rootData:p})||
(e=e===null?F.errors:e.concat(F.errors),i=e.length)),t.fsGroup!==void 0&&(u(t.fsGroup,{instancePath:s+"/fsGroup",parentData:t,parentDataProperty:"fsGroup",rootData:p})||
(e=e===null?u.errors:e.concat(u.errors),i=e.length)),t.fsGroupChangePolicy!==void 0){let r=t.fsGroupChangePolicy;if(typeof r!="string"){const n={instancePath:s+
"/fsGroupChangePolicy",schemaPath:"#/properties/fsGroupChangePolicy/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}if(!(r==="Always"||
r==="OnRootMismatch"||r==="")){const n={instancePath:s+"/fsGroupChangePolicy",schemaPath:"#/properties/fsGroupChangePolicy/enum",keyword:"enum",params:{allowedValues:jr.
properties.fsGroupChangePolicy.enum}};e===null?e=[n]:e.push(n),i++}}if(t.runAsGroup!==void 0&&(u(t.runAsGroup,{instancePath:s+"/runAsGroup",parentData:t,parentDataProperty:"\
runAsGroup",rootData:p})||(e=e===null?u.errors:e.concat(u.errors),i=e.length)),t.runAsNonRoot!==void 0&&(l(t.runAsNonRoot,{instancePath:s+"/runAsNonRoot",parentData:t,
parentDataProperty:"runAsNonRoot",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.runAsUser!==void 0&&(u(t.runAsUser,{instancePath:s+"/runA\
sUser",parentData:t,parentDataProperty:"runAsUser",rootData:p})||(e=e===null?u.errors:e.concat(u.errors),i=e.length)),t.seLinuxChangePolicy!==void 0&&typeof t.seLinuxChangePolicy!=
"string"){const r={instancePath:s+"/seLinuxChangePolicy",schemaPath:"#/properties/seLinuxChangePolicy/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:
e.push(r),i++}if(t.seLinuxOptions!==void 0&&(B(t.seLinuxOptions,{instancePath:s+"/seLinuxOptions",parentData:t,parentDataProperty:"seLinuxOptions",rootData:p})||
(e=e===null?B.errors:e.concat(B.errors),i=e.length)),t.seccompProfile!==void 0&&(U(t.seccompProfile,{instancePath:s+"/seccompProfile",parentData:t,parentDataProperty:"\
seccompProfile",rootData:p})||(e=e===null?U.errors:e.concat(U.errors),i=e.length)),t.supplementalGroups!==void 0){let r=t.supplementalGroups;if(Array.isArray(r)){
const n=r.length;for(let o=0;o<n;o++)u(r[o],{instancePath:s+"/supplementalGroups/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?u.errors:e.concat(
u.errors),i=e.length)}else{const n={instancePath:s+"/supplementalGroups",schemaPath:"#/properties/supplementalGroups/type",keyword:"type",params:{type:"array"}};
e===null?e=[n]:e.push(n),i++}}if(t.supplementalGroupsPolicy!==void 0){let r=t.supplementalGroupsPolicy;if(typeof r!="string"){const n={instancePath:s+"/suppleme\
ntalGroupsPolicy",schemaPath:"#/properties/supplementalGroupsPolicy/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}if(!(r==="Merge"||
r==="Strict"||r==="")){const n={instancePath:s+"/supplementalGroupsPolicy",schemaPath:"#/properties/supplementalGroupsPolicy/enum",keyword:"enum",params:{allowedValues:jr.
properties.supplementalGroupsPolicy.enum}};e===null?e=[n]:e.push(n),i++}}if(t.sysctls!==void 0){let r=t.sysctls;if(Array.isArray(r)){const n=r.length;for(let o=0;o<
n;o++)$e(r[o],{instancePath:s+"/sysctls/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?$e.errors:e.concat($e.errors),i=e.length)}else{const n={
instancePath:s+"/sysctls",schemaPath:"#/properties/sysctls/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}t.windowsOptions!==void 0&&
(K(t.windowsOptions,{instancePath:s+"/windowsOptions",parentData:t,parentDataProperty:"windowsOptions",rootData:p})||(e=e===null?K.errors:e.concat(K.errors),i=e.
length))}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return Te.errors=e,i===0}const Nr={
type:"object",properties:{effect:{type:"string",enum:["NoExecute","NoSchedule","PreferNoSchedule",""]},key:{type:"string"},operator:{type:"string",enum:["Equal",
"Exists","Gt","Lt",""]},tolerationSeconds:{$ref:"#/definitions/Int64"},value:{type:"string"}},additionalProperties:!1};function Re(t,{instancePath:s="",parentData:a,
parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!(r==="effect"||r==="key"||r==="operator"||
r==="tolerationSeconds"||r==="value")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[n]:e.push(n),i++}if(t.effect!==void 0){let r=t.effect;if(typeof r!="string"){const n={instancePath:s+"/effect",schemaPath:"#/properties/effect/type",
keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}if(!(r==="NoExecute"||r==="NoSchedule"||r==="PreferNoSchedule"||r==="")){const n={instancePath:s+
"/effect",schemaPath:"#/properties/effect/enum",keyword:"enum",params:{allowedValues:Nr.properties.effect.enum}};e===null?e=[n]:e.push(n),i++}}if(t.key!==void 0&&
typeof t.key!="string"){const r={instancePath:s+"/key",schemaPath:"#/properties/key/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.
operator!==void 0){let r=t.operator;if(typeof r!="string"){const n={instancePath:s+"/operator",schemaPath:"#/properties/operator/type",keyword:"type",params:{type:"\
string"}};e===null?e=[n]:e.push(n),i++}if(!(r==="Equal"||r==="Exists"||r==="Gt"||r==="Lt"||r==="")){const n={instancePath:s+"/operator",schemaPath:"#/properties\
/operator/enum",keyword:"enum",params:{allowedValues:Nr.properties.operator.enum}};e===null?e=[n]:e.push(n),i++}}if(t.tolerationSeconds!==void 0&&(u(t.tolerationSeconds,
{instancePath:s+"/tolerationSeconds",parentData:t,parentDataProperty:"tolerationSeconds",rootData:p})||(e=e===null?u.errors:e.concat(u.errors),i=e.length)),t.value!==
void 0&&typeof t.value!="string"){const r={instancePath:s+"/value",schemaPath:"#/properties/value/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.
push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return Re.errors=e,i===0}const Ir={
type:"object",properties:{labelSelector:{$ref:"#/definitions/LabelSelector"},matchLabelKeys:{type:"array",items:{type:"string"}},maxSkew:{$ref:"#/definitions/In\
t32"},minDomains:{$ref:"#/definitions/Int32"},nodeAffinityPolicy:{type:"string",enum:["Honor","Ignore",""]},nodeTaintsPolicy:{type:"string",enum:["Honor","Ignor\
e",""]},topologyKey:{type:"string"},whenUnsatisfiable:{type:"string",enum:["DoNotSchedule","ScheduleAnyway",""]}},additionalProperties:!1,required:["maxSkew","t\
opologyKey","whenUnsatisfiable"]};function Ne(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&
!Array.isArray(t)){if(t.maxSkew===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"maxSkew"}};e===null?e=[r]:
e.push(r),i++}if(t.topologyKey===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"topologyKey"}};e===null?e=[
r]:e.push(r),i++}if(t.whenUnsatisfiable===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"whenUnsatisfiable"}};
e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="labelSelector"||r==="matchLabelKeys"||r==="maxSkew"||r==="minDomains"||r==="nodeAffinityPolicy"||r==="no\
deTaintsPolicy"||r==="topologyKey"||r==="whenUnsatisfiable")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{
additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.labelSelector!==void 0&&(P(t.labelSelector,{instancePath:s+"/labelSelector",parentData:t,parentDataProperty:"\
labelSelector",rootData:p})||(e=e===null?P.errors:e.concat(P.errors),i=e.length)),t.matchLabelKeys!==void 0){let r=t.matchLabelKeys;if(Array.isArray(r)){const n=r.
length;for(let o=0;o<n;o++)if(typeof r[o]!="string"){const c={instancePath:s+"/matchLabelKeys/"+o,schemaPath:"#/properties/matchLabelKeys/items/type",keyword:"t\
ype",params:{type:"string"}};e===null?e=[c]:e.push(c),i++}}else{const n={instancePath:s+"/matchLabelKeys",schemaPath:"#/properties/matchLabelKeys/type",keyword:"\
type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.maxSkew!==void 0&&(f(t.maxSkew,{instancePath:s+"/maxSkew",parentData:t,parentDataProperty:"maxSk\
ew",rootData:p})||(e=e===null?f.errors:e.concat(f.errors),i=e.length)),t.minDomains!==void 0&&(f(t.minDomains,{instancePath:s+"/minDomains",parentData:t,parentDataProperty:"\
minDomains",rootData:p})||(e=e===null?f.errors:e.concat(f.errors),i=e.length)),t.nodeAffinityPolicy!==void 0){let r=t.nodeAffinityPolicy;if(typeof r!="string"){
const n={instancePath:s+"/nodeAffinityPolicy",schemaPath:"#/properties/nodeAffinityPolicy/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),
i++}if(!(r==="Honor"||r==="Ignore"||r==="")){const n={instancePath:s+"/nodeAffinityPolicy",schemaPath:"#/properties/nodeAffinityPolicy/enum",keyword:"enum",params:{
allowedValues:Ir.properties.nodeAffinityPolicy.enum}};e===null?e=[n]:e.push(n),i++}}if(t.nodeTaintsPolicy!==void 0){let r=t.nodeTaintsPolicy;if(typeof r!="strin\
g"){const n={instancePath:s+"/nodeTaintsPolicy",schemaPath:"#/properties/nodeTaintsPolicy/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),
i++}if(!(r==="Honor"||r==="Ignore"||r==="")){const n={instancePath:s+"/nodeTaintsPolicy",schemaPath:"#/properties/nodeTaintsPolicy/enum",keyword:"enum",params:{
allowedValues:Ir.properties.nodeTaintsPolicy.enum}};e===null?e=[n]:e.push(n),i++}}if(t.topologyKey!==void 0&&typeof t.topologyKey!="string"){const r={instancePath:s+
"/topologyKey",schemaPath:"#/properties/topologyKey/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.whenUnsatisfiable!==void 0){let r=t.
whenUnsatisfiable;if(typeof r!="string"){const n={instancePath:s+"/whenUnsatisfiable",schemaPath:"#/properties/whenUnsatisfiable/type",keyword:"type",params:{type:"\
string"}};e===null?e=[n]:e.push(n),i++}if(!(r==="DoNotSchedule"||r==="ScheduleAnyway"||r==="")){const n={instancePath:s+"/whenUnsatisfiable",schemaPath:"#/prope\
rties/whenUnsatisfiable/enum",keyword:"enum",params:{allowedValues:Ir.properties.whenUnsatisfiable.enum}};e===null?e=[n]:e.push(n),i++}}}else{const r={instancePath:s,
schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return Ne.errors=e,i===0}const Wr={type:"object",properties:{awsElasticBlockStore:{
$ref:"#/definitions/AWSElasticBlockStoreVolumeSource"},azureDisk:{$ref:"#/definitions/AzureDiskVolumeSource"},azureFile:{$ref:"#/definitions/AzureFileVolumeSour\
ce"},cephfs:{$ref:"#/definitions/CephFSVolumeSource"},cinder:{$ref:"#/definitions/CinderVolumeSource"},configMap:{$ref:"#/definitions/ConfigMapVolumeSource"},csi:{
$ref:"#/definitions/CSIVolumeSource"},downwardAPI:{$ref:"#/definitions/DownwardAPIVolumeSource"},emptyDir:{$ref:"#/definitions/EmptyDirVolumeSource"},ephemeral:{
$ref:"#/definitions/EphemeralVolumeSource"},fc:{$ref:"#/definitions/FCVolumeSource"},flexVolume:{$ref:"#/definitions/FlexVolumeSource"},flocker:{$ref:"#/definit\
ions/FlockerVolumeSource"},gcePersistentDisk:{$ref:"#/definitions/GCEPersistentDiskVolumeSource"},gitRepo:{$ref:"#/definitions/GitRepoVolumeSource"},glusterfs:{
$ref:"#/definitions/GlusterfsVolumeSource"},hostPath:{$ref:"#/definitions/HostPathVolumeSource"},image:{$ref:"#/definitions/ImageVolumeSource"},iscsi:{$ref:"#/d\
efinitions/ISCSIVolumeSource"},name:{type:"string"},nfs:{$ref:"#/definitions/NFSVolumeSource"},persistentVolumeClaim:{$ref:"#/definitions/PersistentVolumeClaimV\
olumeSource"},photonPersistentDisk:{$ref:"#/definitions/PhotonPersistentDiskVolumeSource"},portworxVolume:{$ref:"#/definitions/PortworxVolumeSource"},projected:{
$ref:"#/definitions/ProjectedVolumeSource"},quobyte:{$ref:"#/definitions/QuobyteVolumeSource"},rbd:{$ref:"#/definitions/RBDVolumeSource"},scaleIO:{$ref:"#/defin\
itions/ScaleIOVolumeSource"},secret:{$ref:"#/definitions/SecretVolumeSource"},storageos:{$ref:"#/definitions/StorageOSVolumeSource"},vsphereVolume:{$ref:"#/defi\
nitions/VsphereVirtualDiskVolumeSource"}},additionalProperties:!1,required:["name"]};function qe(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.volumeID===
void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"volumeID"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r===
"fsType"||r==="partition"||r==="readOnly"||r==="volumeID")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[n]:e.push(n),i++}if(t.fsType!==void 0&&typeof t.fsType!="string"){const r={instancePath:s+"/fsType",schemaPath:"#/properties/fsType/type",keyword:"t\
ype",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.partition!==void 0&&(f(t.partition,{instancePath:s+"/partition",parentData:t,parentDataProperty:"\
partition",rootData:p})||(e=e===null?f.errors:e.concat(f.errors),i=e.length)),t.readOnly!==void 0&&(l(t.readOnly,{instancePath:s+"/readOnly",parentData:t,parentDataProperty:"\
readOnly",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.volumeID!==void 0&&typeof t.volumeID!="string"){const r={instancePath:s+"/volumeI\
D",schemaPath:"#/properties/volumeID/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",
keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return qe.errors=e,i===0}const qr={type:"object",properties:{cachingMode:{type:"string",enum:[
"None","ReadOnly","ReadWrite",""]},diskName:{type:"string"},diskURI:{type:"string"},fsType:{type:"string"},kind:{type:"string",enum:["Dedicated","Managed","Shar\
ed",""]},readOnly:{$ref:"#/definitions/Boolean"}},additionalProperties:!1,required:["diskName","diskURI"]};function Ge(t,{instancePath:s="",parentData:a,parentDataProperty:y,
rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.diskName===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"r\
equired",params:{missingProperty:"diskName"}};e===null?e=[r]:e.push(r),i++}if(t.diskURI===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"requi\
red",params:{missingProperty:"diskURI"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="cachingMode"||r==="diskName"||r==="diskURI"||r==="fsType"||r===
"kind"||r==="readOnly")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:
e.push(n),i++}if(t.cachingMode!==void 0){let r=t.cachingMode;if(typeof r!="string"){const n={instancePath:s+"/cachingMode",schemaPath:"#/properties/cachingMode/\
type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}if(!(r==="None"||r==="ReadOnly"||r==="ReadWrite"||r==="")){const n={instancePath:s+"/c\
achingMode",schemaPath:"#/properties/cachingMode/enum",keyword:"enum",params:{allowedValues:qr.properties.cachingMode.enum}};e===null?e=[n]:e.push(n),i++}}if(t.
diskName!==void 0&&typeof t.diskName!="string"){const r={instancePath:s+"/diskName",schemaPath:"#/properties/diskName/type",keyword:"type",params:{type:"string"}};
e===null?e=[r]:e.push(r),i++}if(t.diskURI!==void 0&&typeof t.diskURI!="string"){const r={instancePath:s+"/diskURI",schemaPath:"#/properties/diskURI/type",keyword:"\
type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.fsType!==void 0&&typeof t.fsType!="string"){const r={instancePath:s+"/fsType",schemaPath:"#/prop\
erties/fsType/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.kind!==void 0){let r=t.kind;if(typeof r!="string"){const n={instancePath:s+
"/kind",schemaPath:"#/properties/kind/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}if(!(r==="Dedicated"||r==="Managed"||r==="Shared"||
r==="")){const n={instancePath:s+"/kind",schemaPath:"#/properties/kind/enum",keyword:"enum",params:{allowedValues:qr.properties.kind.enum}};e===null?e=[n]:e.push(
n),i++}}t.readOnly!==void 0&&(l(t.readOnly,{instancePath:s+"/readOnly",parentData:t,parentDataProperty:"readOnly",rootData:p})||(e=e===null?l.errors:e.concat(l.
errors),i=e.length))}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return Ge.errors=e,i===
0}function Oe(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.secretName===
void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"secretName"}};e===null?e=[r]:e.push(r),i++}if(t.shareName===
void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"shareName"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r===
"readOnly"||r==="secretName"||r==="shareName")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[n]:e.push(n),i++}if(t.readOnly!==void 0&&(l(t.readOnly,{instancePath:s+"/readOnly",parentData:t,parentDataProperty:"readOnly",rootData:p})||(e=e===null?
l.errors:e.concat(l.errors),i=e.length)),t.secretName!==void 0&&typeof t.secretName!="string"){const r={instancePath:s+"/secretName",schemaPath:"#/properties/se\
cretName/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.shareName!==void 0&&typeof t.shareName!="string"){const r={instancePath:s+
"/shareName",schemaPath:"#/properties/shareName/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"\
#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return Oe.errors=e,i===0}function Ce(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.monitors===
void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"monitors"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r===
"monitors"||r==="path"||r==="readOnly"||r==="secretFile"||r==="secretRef"||r==="user")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"add\
itionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.monitors!==void 0){let r=t.monitors;if(Array.isArray(r)){const n=r.length;for(let o=0;o<
n;o++)if(typeof r[o]!="string"){const c={instancePath:s+"/monitors/"+o,schemaPath:"#/properties/monitors/items/type",keyword:"type",params:{type:"string"}};e===
null?e=[c]:e.push(c),i++}}else{const n={instancePath:s+"/monitors",schemaPath:"#/properties/monitors/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:
e.push(n),i++}}if(t.path!==void 0&&typeof t.path!="string"){const r={instancePath:s+"/path",schemaPath:"#/properties/path/type",keyword:"type",params:{type:"str\
ing"}};e===null?e=[r]:e.push(r),i++}if(t.readOnly!==void 0&&(l(t.readOnly,{instancePath:s+"/readOnly",parentData:t,parentDataProperty:"readOnly",rootData:p})||(e=
e===null?l.errors:e.concat(l.errors),i=e.length)),t.secretFile!==void 0&&typeof t.secretFile!="string"){const r={instancePath:s+"/secretFile",schemaPath:"#/prop\
erties/secretFile/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.secretRef!==void 0&&(d(t.secretRef,{instancePath:s+"/secretRef",
parentData:t,parentDataProperty:"secretRef",rootData:p})||(e=e===null?d.errors:e.concat(d.errors),i=e.length)),t.user!==void 0&&typeof t.user!="string"){const r={
instancePath:s+"/user",schemaPath:"#/properties/user/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"\
#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return Ce.errors=e,i===0}function Ee(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.volumeID===
void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"volumeID"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r===
"fsType"||r==="readOnly"||r==="secretRef"||r==="volumeID")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[n]:e.push(n),i++}if(t.fsType!==void 0&&typeof t.fsType!="string"){const r={instancePath:s+"/fsType",schemaPath:"#/properties/fsType/type",keyword:"t\
ype",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.readOnly!==void 0&&(l(t.readOnly,{instancePath:s+"/readOnly",parentData:t,parentDataProperty:"rea\
dOnly",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.secretRef!==void 0&&(d(t.secretRef,{instancePath:s+"/secretRef",parentData:t,parentDataProperty:"\
secretRef",rootData:p})||(e=e===null?d.errors:e.concat(d.errors),i=e.length)),t.volumeID!==void 0&&typeof t.volumeID!="string"){const r={instancePath:s+"/volume\
ID",schemaPath:"#/properties/volumeID/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",
keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return Ee.errors=e,i===0}function g(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.key===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"key"}};e===null?e=[r]:e.push(r),i++}if(t.path===void 0){const r={instancePath:s,
schemaPath:"#/required",keyword:"required",params:{missingProperty:"path"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="key"||r==="mode"||r==="path")){
const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.key!==
void 0&&typeof t.key!="string"){const r={instancePath:s+"/key",schemaPath:"#/properties/key/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),
i++}if(t.mode!==void 0&&(f(t.mode,{instancePath:s+"/mode",parentData:t,parentDataProperty:"mode",rootData:p})||(e=e===null?f.errors:e.concat(f.errors),i=e.length)),
t.path!==void 0&&typeof t.path!="string"){const r={instancePath:s+"/path",schemaPath:"#/properties/path/type",keyword:"type",params:{type:"string"}};e===null?e=
[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return g.errors=e,i===0}
function Me(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="defaultMode"||r==="items"||r==="name"||r==="optional")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{
additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.defaultMode!==void 0&&(f(t.defaultMode,{instancePath:s+"/defaultMode",parentData:t,parentDataProperty:"\
defaultMode",rootData:p})||(e=e===null?f.errors:e.concat(f.errors),i=e.length)),t.items!==void 0){let r=t.items;if(Array.isArray(r)){const n=r.length;for(let o=0;o<
n;o++)g(r[o],{instancePath:s+"/items/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?g.errors:e.concat(g.errors),i=e.length)}else{const n={instancePath:s+
"/items",schemaPath:"#/properties/items/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.name!==void 0&&typeof t.name!="string"){const r={
instancePath:s+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}t.optional!==void 0&&(l(t.optional,
{instancePath:s+"/optional",parentData:t,parentDataProperty:"optional",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length))}else{const r={instancePath:s,
schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return Me.errors=e,i===0}function Ve(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.driver===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"driver"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="dr\
iver"||r==="fsType"||r==="nodePublishSecretRef"||r==="readOnly"||r==="volumeAttributes")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"a\
dditionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.driver!==void 0&&typeof t.driver!="string"){const r={instancePath:s+"/driv\
er",schemaPath:"#/properties/driver/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.fsType!==void 0&&typeof t.fsType!="string"){const r={
instancePath:s+"/fsType",schemaPath:"#/properties/fsType/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.nodePublishSecretRef!==void 0&&
(d(t.nodePublishSecretRef,{instancePath:s+"/nodePublishSecretRef",parentData:t,parentDataProperty:"nodePublishSecretRef",rootData:p})||(e=e===null?d.errors:e.concat(
d.errors),i=e.length)),t.readOnly!==void 0&&(l(t.readOnly,{instancePath:s+"/readOnly",parentData:t,parentDataProperty:"readOnly",rootData:p})||(e=e===null?l.errors:
e.concat(l.errors),i=e.length)),t.volumeAttributes!==void 0){let r=t.volumeAttributes;if(r&&typeof r=="object"&&!Array.isArray(r)){for(const n in r)if(typeof r[n]!=
"string"){const o={instancePath:s+"/volumeAttributes/"+n.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/volumeAttributes/additionalProperties/t\
ype",keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),i++}}else{const n={instancePath:s+"/volumeAttributes",schemaPath:"#/properties/volumeAttrib\
utes/type",keyword:"type",params:{type:"object"}};e===null?e=[n]:e.push(n),i++}}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"o\
bject"}};e===null?e=[r]:e.push(r),i++}return Ve.errors=e,i===0}function X(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.path===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"path"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="fiel\
dRef"||r==="mode"||r==="path"||r==="resourceFieldRef")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[n]:e.push(n),i++}if(t.fieldRef!==void 0&&(T(t.fieldRef,{instancePath:s+"/fieldRef",parentData:t,parentDataProperty:"fieldRef",rootData:p})||(e=e===null?
T.errors:e.concat(T.errors),i=e.length)),t.mode!==void 0&&(f(t.mode,{instancePath:s+"/mode",parentData:t,parentDataProperty:"mode",rootData:p})||(e=e===null?f.errors:
e.concat(f.errors),i=e.length)),t.path!==void 0&&typeof t.path!="string"){const r={instancePath:s+"/path",schemaPath:"#/properties/path/type",keyword:"type",params:{
type:"string"}};e===null?e=[r]:e.push(r),i++}t.resourceFieldRef!==void 0&&(R(t.resourceFieldRef,{instancePath:s+"/resourceFieldRef",parentData:t,parentDataProperty:"\
resourceFieldRef",rootData:p})||(e=e===null?R.errors:e.concat(R.errors),i=e.length))}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"\
object"}};e===null?e=[r]:e.push(r),i++}return X.errors=e,i===0}function xe(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;
if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!(r==="defaultMode"||r==="items")){const n={instancePath:s,schemaPath:"#/additionalProperties",
keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.defaultMode!==void 0&&(f(t.defaultMode,{instancePath:s+"/default\
Mode",parentData:t,parentDataProperty:"defaultMode",rootData:p})||(e=e===null?f.errors:e.concat(f.errors),i=e.length)),t.items!==void 0){let r=t.items;if(Array.
isArray(r)){const n=r.length;for(let o=0;o<n;o++)X(r[o],{instancePath:s+"/items/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?X.errors:e.concat(
X.errors),i=e.length)}else{const n={instancePath:s+"/items",schemaPath:"#/properties/items/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),
i++}}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return xe.errors=e,i===0}function Le(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="medium"||r==="sizeLimit")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===
null?e=[n]:e.push(n),i++}if(t.medium!==void 0&&typeof t.medium!="string"){const r={instancePath:s+"/medium",schemaPath:"#/properties/medium/type",keyword:"type",
params:{type:"string"}};e===null?e=[r]:e.push(r),i++}t.sizeLimit!==void 0&&(m(t.sizeLimit,{instancePath:s+"/sizeLimit",parentData:t,parentDataProperty:"sizeLimi\
t",rootData:p})||(e=e===null?m.errors:e.concat(m.errors),i=e.length))}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===
null?e=[r]:e.push(r),i++}return Le.errors=e,i===0}const $r={type:"object",properties:{accessModes:{type:"array",items:{type:"string",enum:["ReadOnlyMany","ReadWriteMany","ReadWriteOnce","ReadWriteOncePod",""]}},
dataSource:{$ref:"#/definitions/TypedLocalObjectReference"},dataSourceRef:{$ref:"#/definitions/TypedObjectReference"},resources:{$ref:"#/definitions/VolumeResou\
rceRequirements"},selector:{$ref:"#/definitions/LabelSelector"},storageClassName:{type:"string"},volumeAttributesClassName:{type:"string"},volumeMode:{type:"str\
ing",enum:["Block","Filesystem",""]},volumeName:{type:"string"}},additionalProperties:!1};function Fe(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.kind===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"kind"}};e===null?e=[r]:e.push(r),i++}if(t.name===void 0){const r={instancePath:s,
schemaPath:"#/required",keyword:"required",params:{missingProperty:"name"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="apiGroup"||r==="kind"||r==="\
name")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.
apiGroup!==void 0&&typeof t.apiGroup!="string"){const r={instancePath:s+"/apiGroup",schemaPath:"#/properties/apiGroup/type",keyword:"type",params:{type:"string"}};
e===null?e=[r]:e.push(r),i++}if(t.kind!==void 0&&typeof t.kind!="string"){const r={instancePath:s+"/kind",schemaPath:"#/properties/kind/type",keyword:"type",params:{
type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.name!==void 0&&typeof t.name!="string"){const r={instancePath:s+"/name",schemaPath:"#/properties/name/type",keyword:"\
type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[
r]:e.push(r),i++}return Fe.errors=e,i===0}function Be(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.kind===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"kind"}};e===null?e=[r]:e.push(r),i++}if(t.name===void 0){const r={instancePath:s,
schemaPath:"#/required",keyword:"required",params:{missingProperty:"name"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="apiGroup"||r==="kind"||r==="\
name"||r==="namespace")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:
e.push(n),i++}if(t.apiGroup!==void 0&&typeof t.apiGroup!="string"){const r={instancePath:s+"/apiGroup",schemaPath:"#/properties/apiGroup/type",keyword:"type",params:{
type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.kind!==void 0&&typeof t.kind!="string"){const r={instancePath:s+"/kind",schemaPath:"#/properties/kind/type",keyword:"\
type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.name!==void 0&&typeof t.name!="string"){const r={instancePath:s+"/name",schemaPath:"#/properties\
/name/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.namespace!==void 0&&typeof t.namespace!="string"){const r={instancePath:s+"\
/namespace",schemaPath:"#/properties/namespace/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"\
#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return Be.errors=e,i===0}function Ue(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="limits"||r==="requests")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===
null?e=[n]:e.push(n),i++}if(t.limits!==void 0){let r=t.limits;if(r&&typeof r=="object"&&!Array.isArray(r))for(const n in r)m(r[n],{instancePath:s+"/limits/"+n.replace(
/~/g,"~0").replace(/\//g,"~1"),parentData:r,parentDataProperty:n,rootData:p})||(e=e===null?m.errors:e.concat(m.errors),i=e.length);else{const n={instancePath:s+
"/limits",schemaPath:"#/properties/limits/type",keyword:"type",params:{type:"object"}};e===null?e=[n]:e.push(n),i++}}if(t.requests!==void 0){let r=t.requests;if(r&&
typeof r=="object"&&!Array.isArray(r))for(const n in r)m(r[n],{instancePath:s+"/requests/"+n.replace(/~/g,"~0").replace(/\//g,"~1"),parentData:r,parentDataProperty:n,
rootData:p})||(e=e===null?m.errors:e.concat(m.errors),i=e.length);else{const n={instancePath:s+"/requests",schemaPath:"#/properties/requests/type",keyword:"type",
params:{type:"object"}};e===null?e=[n]:e.push(n),i++}}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.
push(r),i++}return Ue.errors=e,i===0}function Ke(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&
!Array.isArray(t)){for(const r in t)if(!k.call($r.properties,r)){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{
additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.accessModes!==void 0){let r=t.accessModes;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++){let c=r[o];
if(typeof c!="string"){const Q={instancePath:s+"/accessModes/"+o,schemaPath:"#/properties/accessModes/items/type",keyword:"type",params:{type:"string"}};e===null?
e=[Q]:e.push(Q),i++}if(!(c==="ReadOnlyMany"||c==="ReadWriteMany"||c==="ReadWriteOnce"||c==="ReadWriteOncePod"||c==="")){const Q={instancePath:s+"/accessModes/"+
o,schemaPath:"#/properties/accessModes/items/enum",keyword:"enum",params:{allowedValues:$r.properties.accessModes.items.enum}};e===null?e=[Q]:e.push(Q),i++}}}else{
const n={instancePath:s+"/accessModes",schemaPath:"#/properties/accessModes/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.dataSource!==
void 0&&(Fe(t.dataSource,{instancePath:s+"/dataSource",parentData:t,parentDataProperty:"dataSource",rootData:p})||(e=e===null?Fe.errors:e.concat(Fe.errors),i=e.
length)),t.dataSourceRef!==void 0&&(Be(t.dataSourceRef,{instancePath:s+"/dataSourceRef",parentData:t,parentDataProperty:"dataSourceRef",rootData:p})||(e=e===null?
Be.errors:e.concat(Be.errors),i=e.length)),t.resources!==void 0&&(Ue(t.resources,{instancePath:s+"/resources",parentData:t,parentDataProperty:"resources",rootData:p})||
(e=e===null?Ue.errors:e.concat(Ue.errors),i=e.length)),t.selector!==void 0&&(P(t.selector,{instancePath:s+"/selector",parentData:t,parentDataProperty:"selector",
rootData:p})||(e=e===null?P.errors:e.concat(P.errors),i=e.length)),t.storageClassName!==void 0&&typeof t.storageClassName!="string"){const r={instancePath:s+"/s\
torageClassName",schemaPath:"#/properties/storageClassName/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.volumeAttributesClassName!==
void 0&&typeof t.volumeAttributesClassName!="string"){const r={instancePath:s+"/volumeAttributesClassName",schemaPath:"#/properties/volumeAttributesClassName/ty\
pe",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.volumeMode!==void 0){let r=t.volumeMode;if(typeof r!="string"){const n={instancePath:s+
"/volumeMode",schemaPath:"#/properties/volumeMode/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}if(!(r==="Block"||r==="Filesystem"||
r==="")){const n={instancePath:s+"/volumeMode",schemaPath:"#/properties/volumeMode/enum",keyword:"enum",params:{allowedValues:$r.properties.volumeMode.enum}};e===
null?e=[n]:e.push(n),i++}}if(t.volumeName!==void 0&&typeof t.volumeName!="string"){const r={instancePath:s+"/volumeName",schemaPath:"#/properties/volumeName/typ\
e",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};
e===null?e=[r]:e.push(r),i++}return Ke.errors=e,i===0}function He(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&
typeof t=="object"&&!Array.isArray(t)){if(t.spec===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"spec"}};e===
null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="metadata"||r==="spec")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalPrope\
rties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}t.metadata!==void 0&&(j(t.metadata,{instancePath:s+"/metadata",parentData:t,parentDataProperty:"\
metadata",rootData:p})||(e=e===null?j.errors:e.concat(j.errors),i=e.length)),t.spec!==void 0&&(Ke(t.spec,{instancePath:s+"/spec",parentData:t,parentDataProperty:"\
spec",rootData:p})||(e=e===null?Ke.errors:e.concat(Ke.errors),i=e.length))}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};
e===null?e=[r]:e.push(r),i++}return He.errors=e,i===0}function We(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&
typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(r!=="volumeClaimTemplate"){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"addit\
ionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}t.volumeClaimTemplate!==void 0&&(He(t.volumeClaimTemplate,{instancePath:s+"/volumeC\
laimTemplate",parentData:t,parentDataProperty:"volumeClaimTemplate",rootData:p})||(e=e===null?He.errors:e.concat(He.errors),i=e.length))}else{const r={instancePath:s,
schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return We.errors=e,i===0}function ze(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="fsType"||r==="lun"||r==="readOnly"||r==="targetWWNs"||r==="wwids")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalPro\
perties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.fsType!==void 0&&typeof t.fsType!="string"){const r={instancePath:s+"/fsType",schemaPath:"\
#/properties/fsType/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.lun!==void 0&&(f(t.lun,{instancePath:s+"/lun",parentData:t,parentDataProperty:"\
lun",rootData:p})||(e=e===null?f.errors:e.concat(f.errors),i=e.length)),t.readOnly!==void 0&&(l(t.readOnly,{instancePath:s+"/readOnly",parentData:t,parentDataProperty:"\
readOnly",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.targetWWNs!==void 0){let r=t.targetWWNs;if(Array.isArray(r)){const n=r.length;for(let o=0;o<
n;o++)if(typeof r[o]!="string"){const c={instancePath:s+"/targetWWNs/"+o,schemaPath:"#/properties/targetWWNs/items/type",keyword:"type",params:{type:"string"}};
e===null?e=[c]:e.push(c),i++}}else{const n={instancePath:s+"/targetWWNs",schemaPath:"#/properties/targetWWNs/type",keyword:"type",params:{type:"array"}};e===null?
e=[n]:e.push(n),i++}}if(t.wwids!==void 0){let r=t.wwids;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)if(typeof r[o]!="string"){const c={instancePath:s+
"/wwids/"+o,schemaPath:"#/properties/wwids/items/type",keyword:"type",params:{type:"string"}};e===null?e=[c]:e.push(c),i++}}else{const n={instancePath:s+"/wwids",
schemaPath:"#/properties/wwids/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"\
type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return ze.errors=e,i===0}function Xe(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.driver===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"driver"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="dr\
iver"||r==="fsType"||r==="options"||r==="readOnly"||r==="secretRef")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",
params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.driver!==void 0&&typeof t.driver!="string"){const r={instancePath:s+"/driver",schemaPath:"#/pro\
perties/driver/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.fsType!==void 0&&typeof t.fsType!="string"){const r={instancePath:s+
"/fsType",schemaPath:"#/properties/fsType/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.options!==void 0){let r=t.options;if(r&&
typeof r=="object"&&!Array.isArray(r)){for(const n in r)if(typeof r[n]!="string"){const o={instancePath:s+"/options/"+n.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"\
#/properties/options/additionalProperties/type",keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),i++}}else{const n={instancePath:s+"/options",schemaPath:"\
#/properties/options/type",keyword:"type",params:{type:"object"}};e===null?e=[n]:e.push(n),i++}}t.readOnly!==void 0&&(l(t.readOnly,{instancePath:s+"/readOnly",parentData:t,
parentDataProperty:"readOnly",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.secretRef!==void 0&&(d(t.secretRef,{instancePath:s+"/secretRe\
f",parentData:t,parentDataProperty:"secretRef",rootData:p})||(e=e===null?d.errors:e.concat(d.errors),i=e.length))}else{const r={instancePath:s,schemaPath:"#/typ\
e",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return Xe.errors=e,i===0}function Qe(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="datasetName"||r==="datasetUUID")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[n]:e.push(n),i++}if(t.datasetName!==void 0&&typeof t.datasetName!="string"){const r={instancePath:s+"/datasetName",schemaPath:"#/properties/datasetN\
ame/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.datasetUUID!==void 0&&typeof t.datasetUUID!="string"){const r={instancePath:s+
"/datasetUUID",schemaPath:"#/properties/datasetUUID/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"\
#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return Qe.errors=e,i===0}function Ze(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.pdName===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"pdName"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="fs\
Type"||r==="partition"||r==="pdName"||r==="readOnly")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[n]:e.push(n),i++}if(t.fsType!==void 0&&typeof t.fsType!="string"){const r={instancePath:s+"/fsType",schemaPath:"#/properties/fsType/type",keyword:"t\
ype",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.partition!==void 0&&(f(t.partition,{instancePath:s+"/partition",parentData:t,parentDataProperty:"\
partition",rootData:p})||(e=e===null?f.errors:e.concat(f.errors),i=e.length)),t.pdName!==void 0&&typeof t.pdName!="string"){const r={instancePath:s+"/pdName",schemaPath:"\
#/properties/pdName/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}t.readOnly!==void 0&&(l(t.readOnly,{instancePath:s+"/readOnly",parentData:t,
parentDataProperty:"readOnly",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length))}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",
params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return Ze.errors=e,i===0}function Ye(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.repository===
void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"repository"}};e===null?e=[r]:e.push(r),i++}for(const r in t)
if(!(r==="directory"||r==="repository"||r==="revision")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[n]:e.push(n),i++}if(t.directory!==void 0&&typeof t.directory!="string"){const r={instancePath:s+"/directory",schemaPath:"#/properties/directory/type",
keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.repository!==void 0&&typeof t.repository!="string"){const r={instancePath:s+"/repositor\
y",schemaPath:"#/properties/repository/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.revision!==void 0&&typeof t.revision!="str\
ing"){const r={instancePath:s+"/revision",schemaPath:"#/properties/revision/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={
instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return Ye.errors=e,i===0}function Je(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.endpoints===
void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"endpoints"}};e===null?e=[r]:e.push(r),i++}if(t.path===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"path"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="endp\
oints"||r==="path"||r==="readOnly")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===
null?e=[n]:e.push(n),i++}if(t.endpoints!==void 0&&typeof t.endpoints!="string"){const r={instancePath:s+"/endpoints",schemaPath:"#/properties/endpoints/type",keyword:"\
type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.path!==void 0&&typeof t.path!="string"){const r={instancePath:s+"/path",schemaPath:"#/properties\
/path/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}t.readOnly!==void 0&&(l(t.readOnly,{instancePath:s+"/readOnly",parentData:t,parentDataProperty:"\
readOnly",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length))}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"objec\
t"}};e===null?e=[r]:e.push(r),i++}return Je.errors=e,i===0}const zr={type:"object",properties:{path:{type:"string"},type:{type:"string",enum:["","BlockDevice","\
CharDevice","Directory","DirectoryOrCreate","File","FileOrCreate","Socket"]}},additionalProperties:!1,required:["path"]};function _e(t,{instancePath:s="",parentData:a,
parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.path===void 0){const r={instancePath:s,schemaPath:"#/req\
uired",keyword:"required",params:{missingProperty:"path"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="path"||r==="type")){const n={instancePath:s,schemaPath:"\
#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.path!==void 0&&typeof t.path!="string"){
const r={instancePath:s+"/path",schemaPath:"#/properties/path/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.type!==void 0){let r=t.
type;if(typeof r!="string"){const n={instancePath:s+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),
i++}if(!(r===""||r==="BlockDevice"||r==="CharDevice"||r==="Directory"||r==="DirectoryOrCreate"||r==="File"||r==="FileOrCreate"||r==="Socket")){const n={instancePath:s+
"/type",schemaPath:"#/properties/type/enum",keyword:"enum",params:{allowedValues:zr.properties.type.enum}};e===null?e=[n]:e.push(n),i++}}}else{const r={instancePath:s,
schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return _e.errors=e,i===0}const Xr={type:"object",properties:{pullPolicy:{
type:"string",enum:["Always","IfNotPresent","Never",""]},reference:{type:"string"}},additionalProperties:!1};function er(t,{instancePath:s="",parentData:a,parentDataProperty:y,
rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!(r==="pullPolicy"||r==="reference")){const n={instancePath:s,
schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.pullPolicy!==void 0){let r=t.
pullPolicy;if(typeof r!="string"){const n={instancePath:s+"/pullPolicy",schemaPath:"#/properties/pullPolicy/type",keyword:"type",params:{type:"string"}};e===null?
e=[n]:e.push(n),i++}if(!(r==="Always"||r==="IfNotPresent"||r==="Never"||r==="")){const n={instancePath:s+"/pullPolicy",schemaPath:"#/properties/pullPolicy/enum",
keyword:"enum",params:{allowedValues:Xr.properties.pullPolicy.enum}};e===null?e=[n]:e.push(n),i++}}if(t.reference!==void 0&&typeof t.reference!="string"){const r={
instancePath:s+"/reference",schemaPath:"#/properties/reference/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,
schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return er.errors=e,i===0}const Qr={type:"object",properties:{chapAuthDiscovery:{
$ref:"#/definitions/Boolean"},chapAuthSession:{$ref:"#/definitions/Boolean"},fsType:{type:"string"},initiatorName:{type:"string"},iqn:{type:"string"},iscsiInterface:{
type:"string"},lun:{$ref:"#/definitions/Int32"},portals:{type:"array",items:{type:"string"}},readOnly:{$ref:"#/definitions/Boolean"},secretRef:{$ref:"#/definiti\
ons/LocalObjectReference"},targetPortal:{type:"string"}},additionalProperties:!1,required:["iqn","lun","targetPortal"]};function rr(t,{instancePath:s="",parentData:a,
parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.iqn===void 0){const r={instancePath:s,schemaPath:"#/requ\
ired",keyword:"required",params:{missingProperty:"iqn"}};e===null?e=[r]:e.push(r),i++}if(t.lun===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"\
required",params:{missingProperty:"lun"}};e===null?e=[r]:e.push(r),i++}if(t.targetPortal===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"requ\
ired",params:{missingProperty:"targetPortal"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!k.call(Qr.properties,r)){const n={instancePath:s,schemaPath:"#/\
additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.chapAuthDiscovery!==void 0&&(l(t.chapAuthDiscovery,
{instancePath:s+"/chapAuthDiscovery",parentData:t,parentDataProperty:"chapAuthDiscovery",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.chapAuthSession!==
void 0&&(l(t.chapAuthSession,{instancePath:s+"/chapAuthSession",parentData:t,parentDataProperty:"chapAuthSession",rootData:p})||(e=e===null?l.errors:e.concat(l.
errors),i=e.length)),t.fsType!==void 0&&typeof t.fsType!="string"){const r={instancePath:s+"/fsType",schemaPath:"#/properties/fsType/type",keyword:"type",params:{
type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.initiatorName!==void 0&&typeof t.initiatorName!="string"){const r={instancePath:s+"/initiatorName",schemaPath:"\
#/properties/initiatorName/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.iqn!==void 0&&typeof t.iqn!="string"){const r={instancePath:s+
"/iqn",schemaPath:"#/properties/iqn/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.iscsiInterface!==void 0&&typeof t.iscsiInterface!=
"string"){const r={instancePath:s+"/iscsiInterface",schemaPath:"#/properties/iscsiInterface/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),
i++}if(t.lun!==void 0&&(f(t.lun,{instancePath:s+"/lun",parentData:t,parentDataProperty:"lun",rootData:p})||(e=e===null?f.errors:e.concat(f.errors),i=e.length)),
t.portals!==void 0){let r=t.portals;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)if(typeof r[o]!="string"){const c={instancePath:s+"/portals/"+o,schemaPath:"\
#/properties/portals/items/type",keyword:"type",params:{type:"string"}};e===null?e=[c]:e.push(c),i++}}else{const n={instancePath:s+"/portals",schemaPath:"#/prop\
erties/portals/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.readOnly!==void 0&&(l(t.readOnly,{instancePath:s+"/readOnly",parentData:t,
parentDataProperty:"readOnly",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.secretRef!==void 0&&(d(t.secretRef,{instancePath:s+"/secretRe\
f",parentData:t,parentDataProperty:"secretRef",rootData:p})||(e=e===null?d.errors:e.concat(d.errors),i=e.length)),t.targetPortal!==void 0&&typeof t.targetPortal!=
"string"){const r={instancePath:s+"/targetPortal",schemaPath:"#/properties/targetPortal/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{
const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return rr.errors=e,i===0}function tr(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.path===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"path"}};e===null?e=[r]:e.push(r),i++}if(t.server===void 0){const r={
instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"server"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="path"||r===
"readOnly"||r==="server")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=
[n]:e.push(n),i++}if(t.path!==void 0&&typeof t.path!="string"){const r={instancePath:s+"/path",schemaPath:"#/properties/path/type",keyword:"type",params:{type:"\
string"}};e===null?e=[r]:e.push(r),i++}if(t.readOnly!==void 0&&(l(t.readOnly,{instancePath:s+"/readOnly",parentData:t,parentDataProperty:"readOnly",rootData:p})||
(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.server!==void 0&&typeof t.server!="string"){const r={instancePath:s+"/server",schemaPath:"#/properties/se\
rver/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"ob\
ject"}};e===null?e=[r]:e.push(r),i++}return tr.errors=e,i===0}function ir(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.claimName===
void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"claimName"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r===
"claimName"||r==="readOnly")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?
e=[n]:e.push(n),i++}if(t.claimName!==void 0&&typeof t.claimName!="string"){const r={instancePath:s+"/claimName",schemaPath:"#/properties/claimName/type",keyword:"\
type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}t.readOnly!==void 0&&(l(t.readOnly,{instancePath:s+"/readOnly",parentData:t,parentDataProperty:"readO\
nly",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length))}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};
e===null?e=[r]:e.push(r),i++}return ir.errors=e,i===0}function sr(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.pdID===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"pdID"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="fsTy\
pe"||r==="pdID")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(
n),i++}if(t.fsType!==void 0&&typeof t.fsType!="string"){const r={instancePath:s+"/fsType",schemaPath:"#/properties/fsType/type",keyword:"type",params:{type:"str\
ing"}};e===null?e=[r]:e.push(r),i++}if(t.pdID!==void 0&&typeof t.pdID!="string"){const r={instancePath:s+"/pdID",schemaPath:"#/properties/pdID/type",keyword:"ty\
pe",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:
e.push(r),i++}return sr.errors=e,i===0}function nr(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.volumeID===
void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"volumeID"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r===
"fsType"||r==="readOnly"||r==="volumeID")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[n]:e.push(n),i++}if(t.fsType!==void 0&&typeof t.fsType!="string"){const r={instancePath:s+"/fsType",schemaPath:"#/properties/fsType/type",keyword:"t\
ype",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.readOnly!==void 0&&(l(t.readOnly,{instancePath:s+"/readOnly",parentData:t,parentDataProperty:"rea\
dOnly",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.volumeID!==void 0&&typeof t.volumeID!="string"){const r={instancePath:s+"/volumeID",
schemaPath:"#/properties/volumeID/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"\
type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return nr.errors=e,i===0}function or(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.path===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"path"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="labe\
lSelector"||r==="name"||r==="optional"||r==="path"||r==="signerName")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",
params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.labelSelector!==void 0&&(P(t.labelSelector,{instancePath:s+"/labelSelector",parentData:t,parentDataProperty:"\
labelSelector",rootData:p})||(e=e===null?P.errors:e.concat(P.errors),i=e.length)),t.name!==void 0&&typeof t.name!="string"){const r={instancePath:s+"/name",schemaPath:"\
#/properties/name/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.optional!==void 0&&(l(t.optional,{instancePath:s+"/optional",parentData:t,
parentDataProperty:"optional",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.path!==void 0&&typeof t.path!="string"){const r={instancePath:s+
"/path",schemaPath:"#/properties/path/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.signerName!==void 0&&typeof t.signerName!="\
string"){const r={instancePath:s+"/signerName",schemaPath:"#/properties/signerName/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{
const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return or.errors=e,i===0}function pr(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="items"||r==="name"||r==="optional")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[n]:e.push(n),i++}if(t.items!==void 0){let r=t.items;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)g(r[o],{instancePath:s+"/items/"+o,parentData:r,
parentDataProperty:o,rootData:p})||(e=e===null?g.errors:e.concat(g.errors),i=e.length)}else{const n={instancePath:s+"/items",schemaPath:"#/properties/items/type",
keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.name!==void 0&&typeof t.name!="string"){const r={instancePath:s+"/name",schemaPath:"#/p\
roperties/name/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}t.optional!==void 0&&(l(t.optional,{instancePath:s+"/optional",parentData:t,
parentDataProperty:"optional",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length))}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",
params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return pr.errors=e,i===0}function lr(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(r!=="items"){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(
n),i++}if(t.items!==void 0){let r=t.items;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)X(r[o],{instancePath:s+"/items/"+o,parentData:r,parentDataProperty:o,
rootData:p})||(e=e===null?X.errors:e.concat(X.errors),i=e.length)}else{const n={instancePath:s+"/items",schemaPath:"#/properties/items/type",keyword:"type",params:{
type:"array"}};e===null?e=[n]:e.push(n),i++}}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}
return lr.errors=e,i===0}function ar(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.keyType===
void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"keyType"}};e===null?e=[r]:e.push(r),i++}if(t.signerName===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"signerName"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r===
"certificateChainPath"||r==="credentialBundlePath"||r==="keyPath"||r==="keyType"||r==="maxExpirationSeconds"||r==="signerName"||r==="userAnnotations")){const n={
instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.certificateChainPath!==
void 0&&typeof t.certificateChainPath!="string"){const r={instancePath:s+"/certificateChainPath",schemaPath:"#/properties/certificateChainPath/type",keyword:"ty\
pe",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.credentialBundlePath!==void 0&&typeof t.credentialBundlePath!="string"){const r={instancePath:s+"/\
credentialBundlePath",schemaPath:"#/properties/credentialBundlePath/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.keyPath!==void 0&&
typeof t.keyPath!="string"){const r={instancePath:s+"/keyPath",schemaPath:"#/properties/keyPath/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(
r),i++}if(t.keyType!==void 0&&typeof t.keyType!="string"){const r={instancePath:s+"/keyType",schemaPath:"#/properties/keyType/type",keyword:"type",params:{type:"\
string"}};e===null?e=[r]:e.push(r),i++}if(t.maxExpirationSeconds!==void 0&&(f(t.maxExpirationSeconds,{instancePath:s+"/maxExpirationSeconds",parentData:t,parentDataProperty:"\
maxExpirationSeconds",rootData:p})||(e=e===null?f.errors:e.concat(f.errors),i=e.length)),t.signerName!==void 0&&typeof t.signerName!="string"){const r={instancePath:s+
"/signerName",schemaPath:"#/properties/signerName/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.userAnnotations!==void 0){let r=t.
userAnnotations;if(r&&typeof r=="object"&&!Array.isArray(r)){for(const n in r)if(typeof r[n]!="string"){const o={instancePath:s+"/userAnnotations/"+n.replace(/~/g,
"~0").replace(/\//g,"~1"),schemaPath:"#/properties/userAnnotations/additionalProperties/type",keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),i++}}else{
const n={instancePath:s+"/userAnnotations",schemaPath:"#/properties/userAnnotations/type",keyword:"type",params:{type:"object"}};e===null?e=[n]:e.push(n),i++}}}else{
const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return ar.errors=e,i===0}function yr(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="items"||r==="name"||r==="optional")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[n]:e.push(n),i++}if(t.items!==void 0){let r=t.items;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)g(r[o],{instancePath:s+"/items/"+o,parentData:r,
parentDataProperty:o,rootData:p})||(e=e===null?g.errors:e.concat(g.errors),i=e.length)}else{const n={instancePath:s+"/items",schemaPath:"#/properties/items/type",
keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.name!==void 0&&typeof t.name!="string"){const r={instancePath:s+"/name",schemaPath:"#/p\
roperties/name/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}t.optional!==void 0&&(l(t.optional,{instancePath:s+"/optional",parentData:t,
parentDataProperty:"optional",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length))}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",
params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return yr.errors=e,i===0}function fr(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.path===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"path"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="audi\
ence"||r==="expirationSeconds"||r==="path")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[n]:e.push(n),i++}if(t.audience!==void 0&&typeof t.audience!="string"){const r={instancePath:s+"/audience",schemaPath:"#/properties/audience/type",keyword:"\
type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.expirationSeconds!==void 0&&(u(t.expirationSeconds,{instancePath:s+"/expirationSeconds",parentData:t,
parentDataProperty:"expirationSeconds",rootData:p})||(e=e===null?u.errors:e.concat(u.errors),i=e.length)),t.path!==void 0&&typeof t.path!="string"){const r={instancePath:s+
"/path",schemaPath:"#/properties/path/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",
keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return fr.errors=e,i===0}function cr(t,{instancePath:s="",parentData:a,parentDataProperty:y,
rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!(r==="clusterTrustBundle"||r==="configMap"||r==="downwardAPI"||
r==="podCertificate"||r==="secret"||r==="serviceAccountToken")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{
additionalProperty:r}};e===null?e=[n]:e.push(n),i++}t.clusterTrustBundle!==void 0&&(or(t.clusterTrustBundle,{instancePath:s+"/clusterTrustBundle",parentData:t,parentDataProperty:"\
clusterTrustBundle",rootData:p})||(e=e===null?or.errors:e.concat(or.errors),i=e.length)),t.configMap!==void 0&&(pr(t.configMap,{instancePath:s+"/configMap",parentData:t,
parentDataProperty:"configMap",rootData:p})||(e=e===null?pr.errors:e.concat(pr.errors),i=e.length)),t.downwardAPI!==void 0&&(lr(t.downwardAPI,{instancePath:s+"/\
downwardAPI",parentData:t,parentDataProperty:"downwardAPI",rootData:p})||(e=e===null?lr.errors:e.concat(lr.errors),i=e.length)),t.podCertificate!==void 0&&(ar(t.
podCertificate,{instancePath:s+"/podCertificate",parentData:t,parentDataProperty:"podCertificate",rootData:p})||(e=e===null?ar.errors:e.concat(ar.errors),i=e.length)),
t.secret!==void 0&&(yr(t.secret,{instancePath:s+"/secret",parentData:t,parentDataProperty:"secret",rootData:p})||(e=e===null?yr.errors:e.concat(yr.errors),i=e.length)),
t.serviceAccountToken!==void 0&&(fr(t.serviceAccountToken,{instancePath:s+"/serviceAccountToken",parentData:t,parentDataProperty:"serviceAccountToken",rootData:p})||
(e=e===null?fr.errors:e.concat(fr.errors),i=e.length))}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.
push(r),i++}return cr.errors=e,i===0}function ur(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&
!Array.isArray(t)){for(const r in t)if(!(r==="defaultMode"||r==="sources")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalPrope\
rties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.defaultMode!==void 0&&(f(t.defaultMode,{instancePath:s+"/defaultMode",parentData:t,parentDataProperty:"\
defaultMode",rootData:p})||(e=e===null?f.errors:e.concat(f.errors),i=e.length)),t.sources!==void 0){let r=t.sources;if(Array.isArray(r)){const n=r.length;for(let o=0;o<
n;o++)cr(r[o],{instancePath:s+"/sources/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?cr.errors:e.concat(cr.errors),i=e.length)}else{const n={
instancePath:s+"/sources",schemaPath:"#/properties/sources/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}}else{const r={instancePath:s,
schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return ur.errors=e,i===0}function dr(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.registry===
void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"registry"}};e===null?e=[r]:e.push(r),i++}if(t.volume===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"volume"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="gr\
oup"||r==="readOnly"||r==="registry"||r==="tenant"||r==="user"||r==="volume")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalPr\
operties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.group!==void 0&&typeof t.group!="string"){const r={instancePath:s+"/group",schemaPath:"\
#/properties/group/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.readOnly!==void 0&&(l(t.readOnly,{instancePath:s+"/readOnly",parentData:t,
parentDataProperty:"readOnly",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.registry!==void 0&&typeof t.registry!="string"){const r={instancePath:s+
"/registry",schemaPath:"#/properties/registry/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.tenant!==void 0&&typeof t.tenant!="\
string"){const r={instancePath:s+"/tenant",schemaPath:"#/properties/tenant/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.user!==
void 0&&typeof t.user!="string"){const r={instancePath:s+"/user",schemaPath:"#/properties/user/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(
r),i++}if(t.volume!==void 0&&typeof t.volume!="string"){const r={instancePath:s+"/volume",schemaPath:"#/properties/volume/type",keyword:"type",params:{type:"str\
ing"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return dr.
errors=e,i===0}function mr(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.image===void 0){
const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"image"}};e===null?e=[r]:e.push(r),i++}if(t.monitors===void 0){const r={
instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"monitors"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="fsType"||
r==="image"||r==="keyring"||r==="monitors"||r==="pool"||r==="readOnly"||r==="secretRef"||r==="user")){const n={instancePath:s,schemaPath:"#/additionalProperties",
keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.fsType!==void 0&&typeof t.fsType!="string"){const r={instancePath:s+
"/fsType",schemaPath:"#/properties/fsType/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.image!==void 0&&typeof t.image!="string"){
const r={instancePath:s+"/image",schemaPath:"#/properties/image/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.keyring!==void 0&&
typeof t.keyring!="string"){const r={instancePath:s+"/keyring",schemaPath:"#/properties/keyring/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(
r),i++}if(t.monitors!==void 0){let r=t.monitors;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)if(typeof r[o]!="string"){const c={instancePath:s+"/mo\
nitors/"+o,schemaPath:"#/properties/monitors/items/type",keyword:"type",params:{type:"string"}};e===null?e=[c]:e.push(c),i++}}else{const n={instancePath:s+"/mon\
itors",schemaPath:"#/properties/monitors/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.pool!==void 0&&typeof t.pool!="string"){
const r={instancePath:s+"/pool",schemaPath:"#/properties/pool/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.readOnly!==void 0&&
(l(t.readOnly,{instancePath:s+"/readOnly",parentData:t,parentDataProperty:"readOnly",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.secretRef!==
void 0&&(d(t.secretRef,{instancePath:s+"/secretRef",parentData:t,parentDataProperty:"secretRef",rootData:p})||(e=e===null?d.errors:e.concat(d.errors),i=e.length)),
t.user!==void 0&&typeof t.user!="string"){const r={instancePath:s+"/user",schemaPath:"#/properties/user/type",keyword:"type",params:{type:"string"}};e===null?e=
[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return mr.errors=e,i===0}
const Zr={type:"object",properties:{fsType:{type:"string"},gateway:{type:"string"},protectionDomain:{type:"string"},readOnly:{$ref:"#/definitions/Boolean"},secretRef:{
$ref:"#/definitions/LocalObjectReference"},sslEnabled:{$ref:"#/definitions/Boolean"},storageMode:{type:"string"},storagePool:{type:"string"},system:{type:"strin\
g"},volumeName:{type:"string"}},additionalProperties:!1,required:["gateway","secretRef","system"]};function hr(t,{instancePath:s="",parentData:a,parentDataProperty:y,
rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.gateway===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"re\
quired",params:{missingProperty:"gateway"}};e===null?e=[r]:e.push(r),i++}if(t.secretRef===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"requi\
red",params:{missingProperty:"secretRef"}};e===null?e=[r]:e.push(r),i++}if(t.system===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",
params:{missingProperty:"system"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!k.call(Zr.properties,r)){const n={instancePath:s,schemaPath:"#/additionalPr\
operties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.fsType!==void 0&&typeof t.fsType!="string"){const r={instancePath:s+
"/fsType",schemaPath:"#/properties/fsType/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.gateway!==void 0&&typeof t.gateway!="st\
ring"){const r={instancePath:s+"/gateway",schemaPath:"#/properties/gateway/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.protectionDomain!==
void 0&&typeof t.protectionDomain!="string"){const r={instancePath:s+"/protectionDomain",schemaPath:"#/properties/protectionDomain/type",keyword:"type",params:{
type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.readOnly!==void 0&&(l(t.readOnly,{instancePath:s+"/readOnly",parentData:t,parentDataProperty:"readOnly",rootData:p})||
(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.secretRef!==void 0&&(d(t.secretRef,{instancePath:s+"/secretRef",parentData:t,parentDataProperty:"secretRe\
f",rootData:p})||(e=e===null?d.errors:e.concat(d.errors),i=e.length)),t.sslEnabled!==void 0&&(l(t.sslEnabled,{instancePath:s+"/sslEnabled",parentData:t,parentDataProperty:"\
sslEnabled",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.storageMode!==void 0&&typeof t.storageMode!="string"){const r={instancePath:s+"\
/storageMode",schemaPath:"#/properties/storageMode/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.storagePool!==void 0&&typeof t.
storagePool!="string"){const r={instancePath:s+"/storagePool",schemaPath:"#/properties/storagePool/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.
push(r),i++}if(t.system!==void 0&&typeof t.system!="string"){const r={instancePath:s+"/system",schemaPath:"#/properties/system/type",keyword:"type",params:{type:"\
string"}};e===null?e=[r]:e.push(r),i++}if(t.volumeName!==void 0&&typeof t.volumeName!="string"){const r={instancePath:s+"/volumeName",schemaPath:"#/properties/v\
olumeName/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"\
object"}};e===null?e=[r]:e.push(r),i++}return hr.errors=e,i===0}function Pr(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="defaultMode"||r==="items"||r==="optional"||r==="secretName")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalPropertie\
s",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.defaultMode!==void 0&&(f(t.defaultMode,{instancePath:s+"/defaultMode",parentData:t,parentDataProperty:"\
defaultMode",rootData:p})||(e=e===null?f.errors:e.concat(f.errors),i=e.length)),t.items!==void 0){let r=t.items;if(Array.isArray(r)){const n=r.length;for(let o=0;o<
n;o++)g(r[o],{instancePath:s+"/items/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?g.errors:e.concat(g.errors),i=e.length)}else{const n={instancePath:s+
"/items",schemaPath:"#/properties/items/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.optional!==void 0&&(l(t.optional,{instancePath:s+
"/optional",parentData:t,parentDataProperty:"optional",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.secretName!==void 0&&typeof t.secretName!=
"string"){const r={instancePath:s+"/secretName",schemaPath:"#/properties/secretName/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{
const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return Pr.errors=e,i===0}function gr(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="fsType"||r==="readOnly"||r==="secretRef"||r==="volumeName"||r==="volumeNamespace")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"\
additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.fsType!==void 0&&typeof t.fsType!="string"){const r={instancePath:s+"/fsT\
ype",schemaPath:"#/properties/fsType/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.readOnly!==void 0&&(l(t.readOnly,{instancePath:s+
"/readOnly",parentData:t,parentDataProperty:"readOnly",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.secretRef!==void 0&&(d(t.secretRef,{
instancePath:s+"/secretRef",parentData:t,parentDataProperty:"secretRef",rootData:p})||(e=e===null?d.errors:e.concat(d.errors),i=e.length)),t.volumeName!==void 0&&
typeof t.volumeName!="string"){const r={instancePath:s+"/volumeName",schemaPath:"#/properties/volumeName/type",keyword:"type",params:{type:"string"}};e===null?e=
[r]:e.push(r),i++}if(t.volumeNamespace!==void 0&&typeof t.volumeNamespace!="string"){const r={instancePath:s+"/volumeNamespace",schemaPath:"#/properties/volumeN\
amespace/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"\
object"}};e===null?e=[r]:e.push(r),i++}return gr.errors=e,i===0}function kr(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.volumePath===
void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{missingProperty:"volumePath"}};e===null?e=[r]:e.push(r),i++}for(const r in t)
if(!(r==="fsType"||r==="storagePolicyID"||r==="storagePolicyName"||r==="volumePath")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"addit\
ionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.fsType!==void 0&&typeof t.fsType!="string"){const r={instancePath:s+"/fsType",
schemaPath:"#/properties/fsType/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.storagePolicyID!==void 0&&typeof t.storagePolicyID!=
"string"){const r={instancePath:s+"/storagePolicyID",schemaPath:"#/properties/storagePolicyID/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(
r),i++}if(t.storagePolicyName!==void 0&&typeof t.storagePolicyName!="string"){const r={instancePath:s+"/storagePolicyName",schemaPath:"#/properties/storagePolic\
yName/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.volumePath!==void 0&&typeof t.volumePath!="string"){const r={instancePath:s+
"/volumePath",schemaPath:"#/properties/volumePath/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:s,schemaPath:"\
#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return kr.errors=e,i===0}function wr(t,{instancePath:s="",parentData:a,parentDataProperty:y,
rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.name===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"requi\
red",params:{missingProperty:"name"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!k.call(Wr.properties,r)){const n={instancePath:s,schemaPath:"#/additiona\
lProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.awsElasticBlockStore!==void 0&&(qe(t.awsElasticBlockStore,
{instancePath:s+"/awsElasticBlockStore",parentData:t,parentDataProperty:"awsElasticBlockStore",rootData:p})||(e=e===null?qe.errors:e.concat(qe.errors),i=e.length)),
t.azureDisk!==void 0&&(Ge(t.azureDisk,{instancePath:s+"/azureDisk",parentData:t,parentDataProperty:"azureDisk",rootData:p})||(e=e===null?Ge.errors:e.concat(Ge.errors),
i=e.length)),t.azureFile!==void 0&&(Oe(t.azureFile,{instancePath:s+"/azureFile",parentData:t,parentDataProperty:"azureFile",rootData:p})||(e=e===null?Oe.errors:
e.concat(Oe.errors),i=e.length)),t.cephfs!==void 0&&(Ce(t.cephfs,{instancePath:s+"/cephfs",parentData:t,parentDataProperty:"cephfs",rootData:p})||(e=e===null?Ce.
errors:e.concat(Ce.errors),i=e.length)),t.cinder!==void 0&&(Ee(t.cinder,{instancePath:s+"/cinder",parentData:t,parentDataProperty:"cinder",rootData:p})||(e=e===
null?Ee.errors:e.concat(Ee.errors),i=e.length)),t.configMap!==void 0&&(Me(t.configMap,{instancePath:s+"/configMap",parentData:t,parentDataProperty:"configMap",rootData:p})||
(e=e===null?Me.errors:e.concat(Me.errors),i=e.length)),t.csi!==void 0&&(Ve(t.csi,{instancePath:s+"/csi",parentData:t,parentDataProperty:"csi",rootData:p})||(e=e===
null?Ve.errors:e.concat(Ve.errors),i=e.length)),t.downwardAPI!==void 0&&(xe(t.downwardAPI,{instancePath:s+"/downwardAPI",parentData:t,parentDataProperty:"downwa\
rdAPI",rootData:p})||(e=e===null?xe.errors:e.concat(xe.errors),i=e.length)),t.emptyDir!==void 0&&(Le(t.emptyDir,{instancePath:s+"/emptyDir",parentData:t,parentDataProperty:"\
emptyDir",rootData:p})||(e=e===null?Le.errors:e.concat(Le.errors),i=e.length)),t.ephemeral!==void 0&&(We(t.ephemeral,{instancePath:s+"/ephemeral",parentData:t,parentDataProperty:"\
ephemeral",rootData:p})||(e=e===null?We.errors:e.concat(We.errors),i=e.length)),t.fc!==void 0&&(ze(t.fc,{instancePath:s+"/fc",parentData:t,parentDataProperty:"f\
c",rootData:p})||(e=e===null?ze.errors:e.concat(ze.errors),i=e.length)),t.flexVolume!==void 0&&(Xe(t.flexVolume,{instancePath:s+"/flexVolume",parentData:t,parentDataProperty:"\
flexVolume",rootData:p})||(e=e===null?Xe.errors:e.concat(Xe.errors),i=e.length)),t.flocker!==void 0&&(Qe(t.flocker,{instancePath:s+"/flocker",parentData:t,parentDataProperty:"\
flocker",rootData:p})||(e=e===null?Qe.errors:e.concat(Qe.errors),i=e.length)),t.gcePersistentDisk!==void 0&&(Ze(t.gcePersistentDisk,{instancePath:s+"/gcePersist\
entDisk",parentData:t,parentDataProperty:"gcePersistentDisk",rootData:p})||(e=e===null?Ze.errors:e.concat(Ze.errors),i=e.length)),t.gitRepo!==void 0&&(Ye(t.gitRepo,
{instancePath:s+"/gitRepo",parentData:t,parentDataProperty:"gitRepo",rootData:p})||(e=e===null?Ye.errors:e.concat(Ye.errors),i=e.length)),t.glusterfs!==void 0&&
(Je(t.glusterfs,{instancePath:s+"/glusterfs",parentData:t,parentDataProperty:"glusterfs",rootData:p})||(e=e===null?Je.errors:e.concat(Je.errors),i=e.length)),t.
hostPath!==void 0&&(_e(t.hostPath,{instancePath:s+"/hostPath",parentData:t,parentDataProperty:"hostPath",rootData:p})||(e=e===null?_e.errors:e.concat(_e.errors),
i=e.length)),t.image!==void 0&&(er(t.image,{instancePath:s+"/image",parentData:t,parentDataProperty:"image",rootData:p})||(e=e===null?er.errors:e.concat(er.errors),
i=e.length)),t.iscsi!==void 0&&(rr(t.iscsi,{instancePath:s+"/iscsi",parentData:t,parentDataProperty:"iscsi",rootData:p})||(e=e===null?rr.errors:e.concat(rr.errors),
i=e.length)),t.name!==void 0&&typeof t.name!="string"){const r={instancePath:s+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type:"string"}};
e===null?e=[r]:e.push(r),i++}t.nfs!==void 0&&(tr(t.nfs,{instancePath:s+"/nfs",parentData:t,parentDataProperty:"nfs",rootData:p})||(e=e===null?tr.errors:e.concat(
tr.errors),i=e.length)),t.persistentVolumeClaim!==void 0&&(ir(t.persistentVolumeClaim,{instancePath:s+"/persistentVolumeClaim",parentData:t,parentDataProperty:"\
persistentVolumeClaim",rootData:p})||(e=e===null?ir.errors:e.concat(ir.errors),i=e.length)),t.photonPersistentDisk!==void 0&&(sr(t.photonPersistentDisk,{instancePath:s+
"/photonPersistentDisk",parentData:t,parentDataProperty:"photonPersistentDisk",rootData:p})||(e=e===null?sr.errors:e.concat(sr.errors),i=e.length)),t.portworxVolume!==
void 0&&(nr(t.portworxVolume,{instancePath:s+"/portworxVolume",parentData:t,parentDataProperty:"portworxVolume",rootData:p})||(e=e===null?nr.errors:e.concat(nr.
errors),i=e.length)),t.projected!==void 0&&(ur(t.projected,{instancePath:s+"/projected",parentData:t,parentDataProperty:"projected",rootData:p})||(e=e===null?ur.
errors:e.concat(ur.errors),i=e.length)),t.quobyte!==void 0&&(dr(t.quobyte,{instancePath:s+"/quobyte",parentData:t,parentDataProperty:"quobyte",rootData:p})||(e=
e===null?dr.errors:e.concat(dr.errors),i=e.length)),t.rbd!==void 0&&(mr(t.rbd,{instancePath:s+"/rbd",parentData:t,parentDataProperty:"rbd",rootData:p})||(e=e===
null?mr.errors:e.concat(mr.errors),i=e.length)),t.scaleIO!==void 0&&(hr(t.scaleIO,{instancePath:s+"/scaleIO",parentData:t,parentDataProperty:"scaleIO",rootData:p})||
(e=e===null?hr.errors:e.concat(hr.errors),i=e.length)),t.secret!==void 0&&(Pr(t.secret,{instancePath:s+"/secret",parentData:t,parentDataProperty:"secret",rootData:p})||
(e=e===null?Pr.errors:e.concat(Pr.errors),i=e.length)),t.storageos!==void 0&&(gr(t.storageos,{instancePath:s+"/storageos",parentData:t,parentDataProperty:"stora\
geos",rootData:p})||(e=e===null?gr.errors:e.concat(gr.errors),i=e.length)),t.vsphereVolume!==void 0&&(kr(t.vsphereVolume,{instancePath:s+"/vsphereVolume",parentData:t,
parentDataProperty:"vsphereVolume",rootData:p})||(e=e===null?kr.errors:e.concat(kr.errors),i=e.length))}else{const r={instancePath:s,schemaPath:"#/type",keyword:"\
type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return wr.errors=e,i===0}function Dr(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){
let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.containers===void 0){const r={instancePath:s,schemaPath:"#/required",keyword:"required",params:{
missingProperty:"containers"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!k.call(Z.properties,r)){const n={instancePath:s,schemaPath:"#/additionalPropert\
ies",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}if(t.activeDeadlineSeconds!==void 0&&(u(t.activeDeadlineSeconds,
{instancePath:s+"/activeDeadlineSeconds",parentData:t,parentDataProperty:"activeDeadlineSeconds",rootData:p})||(e=e===null?u.errors:e.concat(u.errors),i=e.length)),
t.affinity!==void 0&&(oe(t.affinity,{instancePath:s+"/affinity",parentData:t,parentDataProperty:"affinity",rootData:p})||(e=e===null?oe.errors:e.concat(oe.errors),
i=e.length)),t.automountServiceAccountToken!==void 0&&(l(t.automountServiceAccountToken,{instancePath:s+"/automountServiceAccountToken",parentData:t,parentDataProperty:"\
automountServiceAccountToken",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.containers!==void 0){let r=t.containers;if(Array.isArray(r)){
const n=r.length;for(let o=0;o<n;o++)v(r[o],{instancePath:s+"/containers/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?v.errors:e.concat(v.errors),
i=e.length)}else{const n={instancePath:s+"/containers",schemaPath:"#/properties/containers/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),
i++}}if(t.dnsConfig!==void 0&&(we(t.dnsConfig,{instancePath:s+"/dnsConfig",parentData:t,parentDataProperty:"dnsConfig",rootData:p})||(e=e===null?we.errors:e.concat(
we.errors),i=e.length)),t.dnsPolicy!==void 0){let r=t.dnsPolicy;if(typeof r!="string"){const n={instancePath:s+"/dnsPolicy",schemaPath:"#/properties/dnsPolicy/t\
ype",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}if(!(r==="ClusterFirst"||r==="ClusterFirstWithHostNet"||r==="Default"||r==="None"||r===
"")){const n={instancePath:s+"/dnsPolicy",schemaPath:"#/properties/dnsPolicy/enum",keyword:"enum",params:{allowedValues:Z.properties.dnsPolicy.enum}};e===null?e=
[n]:e.push(n),i++}}if(t.enableServiceLinks!==void 0&&(l(t.enableServiceLinks,{instancePath:s+"/enableServiceLinks",parentData:t,parentDataProperty:"enableServic\
eLinks",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.ephemeralContainers!==void 0){let r=t.ephemeralContainers;if(Array.isArray(r)){const n=r.
length;for(let o=0;o<n;o++)De(r[o],{instancePath:s+"/ephemeralContainers/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?De.errors:e.concat(De.errors),
i=e.length)}else{const n={instancePath:s+"/ephemeralContainers",schemaPath:"#/properties/ephemeralContainers/type",keyword:"type",params:{type:"array"}};e===null?
e=[n]:e.push(n),i++}}if(t.hostAliases!==void 0){let r=t.hostAliases;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)Se(r[o],{instancePath:s+"/hostAlia\
ses/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?Se.errors:e.concat(Se.errors),i=e.length)}else{const n={instancePath:s+"/hostAliases",schemaPath:"\
#/properties/hostAliases/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.hostIPC!==void 0&&(l(t.hostIPC,{instancePath:s+"/hostIPC",
parentData:t,parentDataProperty:"hostIPC",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.hostNetwork!==void 0&&(l(t.hostNetwork,{instancePath:s+
"/hostNetwork",parentData:t,parentDataProperty:"hostNetwork",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.hostPID!==void 0&&(l(t.hostPID,
{instancePath:s+"/hostPID",parentData:t,parentDataProperty:"hostPID",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.hostUsers!==void 0&&(l(
t.hostUsers,{instancePath:s+"/hostUsers",parentData:t,parentDataProperty:"hostUsers",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.hostname!==
void 0&&typeof t.hostname!="string"){const r={instancePath:s+"/hostname",schemaPath:"#/properties/hostname/type",keyword:"type",params:{type:"string"}};e===null?
e=[r]:e.push(r),i++}if(t.hostnameOverride!==void 0&&typeof t.hostnameOverride!="string"){const r={instancePath:s+"/hostnameOverride",schemaPath:"#/properties/ho\
stnameOverride/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.imagePullSecrets!==void 0){let r=t.imagePullSecrets;if(Array.isArray(
r)){const n=r.length;for(let o=0;o<n;o++)d(r[o],{instancePath:s+"/imagePullSecrets/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?d.errors:e.concat(
d.errors),i=e.length)}else{const n={instancePath:s+"/imagePullSecrets",schemaPath:"#/properties/imagePullSecrets/type",keyword:"type",params:{type:"array"}};e===
null?e=[n]:e.push(n),i++}}if(t.initContainers!==void 0){let r=t.initContainers;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)v(r[o],{instancePath:s+
"/initContainers/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?v.errors:e.concat(v.errors),i=e.length)}else{const n={instancePath:s+"/initCont\
ainers",schemaPath:"#/properties/initContainers/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.nodeName!==void 0&&typeof t.nodeName!=
"string"){const r={instancePath:s+"/nodeName",schemaPath:"#/properties/nodeName/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.nodeSelector!==
void 0){let r=t.nodeSelector;if(r&&typeof r=="object"&&!Array.isArray(r)){for(const n in r)if(typeof r[n]!="string"){const o={instancePath:s+"/nodeSelector/"+n.
replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/nodeSelector/additionalProperties/type",keyword:"type",params:{type:"string"}};e===null?e=[o]:e.
push(o),i++}}else{const n={instancePath:s+"/nodeSelector",schemaPath:"#/properties/nodeSelector/type",keyword:"type",params:{type:"object"}};e===null?e=[n]:e.push(
n),i++}}if(t.os!==void 0&&(be(t.os,{instancePath:s+"/os",parentData:t,parentDataProperty:"os",rootData:p})||(e=e===null?be.errors:e.concat(be.errors),i=e.length)),
t.overhead!==void 0){let r=t.overhead;if(r&&typeof r=="object"&&!Array.isArray(r))for(const n in r)m(r[n],{instancePath:s+"/overhead/"+n.replace(/~/g,"~0").replace(
/\//g,"~1"),parentData:r,parentDataProperty:n,rootData:p})||(e=e===null?m.errors:e.concat(m.errors),i=e.length);else{const n={instancePath:s+"/overhead",schemaPath:"\
#/properties/overhead/type",keyword:"type",params:{type:"object"}};e===null?e=[n]:e.push(n),i++}}if(t.preemptionPolicy!==void 0){let r=t.preemptionPolicy;if(typeof r!=
"string"){const n={instancePath:s+"/preemptionPolicy",schemaPath:"#/properties/preemptionPolicy/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(
n),i++}if(!(r==="Never"||r==="PreemptLowerPriority"||r==="")){const n={instancePath:s+"/preemptionPolicy",schemaPath:"#/properties/preemptionPolicy/enum",keyword:"\
enum",params:{allowedValues:Z.properties.preemptionPolicy.enum}};e===null?e=[n]:e.push(n),i++}}if(t.priority!==void 0&&(f(t.priority,{instancePath:s+"/priority",
parentData:t,parentDataProperty:"priority",rootData:p})||(e=e===null?f.errors:e.concat(f.errors),i=e.length)),t.priorityClassName!==void 0&&typeof t.priorityClassName!=
"string"){const r={instancePath:s+"/priorityClassName",schemaPath:"#/properties/priorityClassName/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.
push(r),i++}if(t.readinessGates!==void 0){let r=t.readinessGates;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)Ae(r[o],{instancePath:s+"/readinessGa\
tes/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?Ae.errors:e.concat(Ae.errors),i=e.length)}else{const n={instancePath:s+"/readinessGates",schemaPath:"\
#/properties/readinessGates/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.resourceClaims!==void 0){let r=t.resourceClaims;if(Array.
isArray(r)){const n=r.length;for(let o=0;o<n;o++)ve(r[o],{instancePath:s+"/resourceClaims/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?ve.errors:
e.concat(ve.errors),i=e.length)}else{const n={instancePath:s+"/resourceClaims",schemaPath:"#/properties/resourceClaims/type",keyword:"type",params:{type:"array"}};
e===null?e=[n]:e.push(n),i++}}if(t.resources!==void 0&&(S(t.resources,{instancePath:s+"/resources",parentData:t,parentDataProperty:"resources",rootData:p})||(e=
e===null?S.errors:e.concat(S.errors),i=e.length)),t.restartPolicy!==void 0){let r=t.restartPolicy;if(typeof r!="string"){const n={instancePath:s+"/restartPolicy",
schemaPath:"#/properties/restartPolicy/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(n),i++}if(!(r==="Always"||r==="Never"||r==="OnFailure"||
r==="")){const n={instancePath:s+"/restartPolicy",schemaPath:"#/properties/restartPolicy/enum",keyword:"enum",params:{allowedValues:Z.properties.restartPolicy.enum}};
e===null?e=[n]:e.push(n),i++}}if(t.runtimeClassName!==void 0&&typeof t.runtimeClassName!="string"){const r={instancePath:s+"/runtimeClassName",schemaPath:"#/pro\
perties/runtimeClassName/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.schedulerName!==void 0&&typeof t.schedulerName!="string"){
const r={instancePath:s+"/schedulerName",schemaPath:"#/properties/schedulerName/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.schedulingGates!==
void 0){let r=t.schedulingGates;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)je(r[o],{instancePath:s+"/schedulingGates/"+o,parentData:r,parentDataProperty:o,
rootData:p})||(e=e===null?je.errors:e.concat(je.errors),i=e.length)}else{const n={instancePath:s+"/schedulingGates",schemaPath:"#/properties/schedulingGates/typ\
e",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.schedulingGroup!==void 0&&(Ie(t.schedulingGroup,{instancePath:s+"/schedulingGroup",parentData:t,
parentDataProperty:"schedulingGroup",rootData:p})||(e=e===null?Ie.errors:e.concat(Ie.errors),i=e.length)),t.securityContext!==void 0&&(Te(t.securityContext,{instancePath:s+
"/securityContext",parentData:t,parentDataProperty:"securityContext",rootData:p})||(e=e===null?Te.errors:e.concat(Te.errors),i=e.length)),t.serviceAccount!==void 0&&
typeof t.serviceAccount!="string"){const r={instancePath:s+"/serviceAccount",schemaPath:"#/properties/serviceAccount/type",keyword:"type",params:{type:"string"}};
e===null?e=[r]:e.push(r),i++}if(t.serviceAccountName!==void 0&&typeof t.serviceAccountName!="string"){const r={instancePath:s+"/serviceAccountName",schemaPath:"\
#/properties/serviceAccountName/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.setHostnameAsFQDN!==void 0&&(l(t.setHostnameAsFQDN,
{instancePath:s+"/setHostnameAsFQDN",parentData:t,parentDataProperty:"setHostnameAsFQDN",rootData:p})||(e=e===null?l.errors:e.concat(l.errors),i=e.length)),t.shareProcessNamespace!==
void 0&&(l(t.shareProcessNamespace,{instancePath:s+"/shareProcessNamespace",parentData:t,parentDataProperty:"shareProcessNamespace",rootData:p})||(e=e===null?l.
errors:e.concat(l.errors),i=e.length)),t.subdomain!==void 0&&typeof t.subdomain!="string"){const r={instancePath:s+"/subdomain",schemaPath:"#/properties/subdoma\
in/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.terminationGracePeriodSeconds!==void 0&&(u(t.terminationGracePeriodSeconds,{instancePath:s+
"/terminationGracePeriodSeconds",parentData:t,parentDataProperty:"terminationGracePeriodSeconds",rootData:p})||(e=e===null?u.errors:e.concat(u.errors),i=e.length)),
t.tolerations!==void 0){let r=t.tolerations;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)Re(r[o],{instancePath:s+"/tolerations/"+o,parentData:r,parentDataProperty:o,
rootData:p})||(e=e===null?Re.errors:e.concat(Re.errors),i=e.length)}else{const n={instancePath:s+"/tolerations",schemaPath:"#/properties/tolerations/type",keyword:"\
type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.topologySpreadConstraints!==void 0){let r=t.topologySpreadConstraints;if(Array.isArray(r)){const n=r.
length;for(let o=0;o<n;o++)Ne(r[o],{instancePath:s+"/topologySpreadConstraints/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?Ne.errors:e.concat(
Ne.errors),i=e.length)}else{const n={instancePath:s+"/topologySpreadConstraints",schemaPath:"#/properties/topologySpreadConstraints/type",keyword:"type",params:{
type:"array"}};e===null?e=[n]:e.push(n),i++}}if(t.volumes!==void 0){let r=t.volumes;if(Array.isArray(r)){const n=r.length;for(let o=0;o<n;o++)wr(r[o],{instancePath:s+
"/volumes/"+o,parentData:r,parentDataProperty:o,rootData:p})||(e=e===null?wr.errors:e.concat(wr.errors),i=e.length)}else{const n={instancePath:s+"/volumes",schemaPath:"\
#/properties/volumes/type",keyword:"type",params:{type:"array"}};e===null?e=[n]:e.push(n),i++}}}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",
params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return Dr.errors=e,i===0}function Sr(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;if(!(t&&typeof t=="object"&&!Array.isArray(t))){const r={instancePath:s,
schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return Sr.errors=e,i===0}function br(t,{instancePath:s="",parentData:a,parentDataProperty:y,
rootData:p=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!(r==="apiVersion"||r==="kind"||r==="metadata"||r==="spec"||r===
"status")){const n={instancePath:s,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),i++}
if(t.apiVersion!==void 0&&typeof t.apiVersion!="string"){const r={instancePath:s+"/apiVersion",schemaPath:"#/properties/apiVersion/type",keyword:"type",params:{
type:"string"}};e===null?e=[r]:e.push(r),i++}if(t.kind!==void 0&&typeof t.kind!="string"){const r={instancePath:s+"/kind",schemaPath:"#/properties/kind/type",keyword:"\
type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}t.metadata!==void 0&&(j(t.metadata,{instancePath:s+"/metadata",parentData:t,parentDataProperty:"metad\
ata",rootData:p})||(e=e===null?j.errors:e.concat(j.errors),i=e.length)),t.spec!==void 0&&(Dr(t.spec,{instancePath:s+"/spec",parentData:t,parentDataProperty:"spe\
c",rootData:p})||(e=e===null?Dr.errors:e.concat(Dr.errors),i=e.length)),t.status!==void 0&&(Sr(t.status,{instancePath:s+"/status",parentData:t,parentDataProperty:"\
status",rootData:p})||(e=e===null?Sr.errors:e.concat(Sr.errors),i=e.length))}else{const r={instancePath:s,schemaPath:"#/type",keyword:"type",params:{type:"objec\
t"}};e===null?e=[r]:e.push(r),i++}return br.errors=e,i===0}function Tr(t,{instancePath:s="",parentData:a,parentDataProperty:y,rootData:p=t}={}){let e=null,i=0;return br(
t,{instancePath:s,parentData:a,parentDataProperty:y,rootData:p})||(e=e===null?br.errors:e.concat(br.errors),i=e.length),Tr.errors=e,i===0}export{Jr as default,Yr as validate};
