package main

import (
	"encoding/json"

	jsonpatch "gopkg.in/evanphx/json-patch.v4"
)

// PatchCase is one line of the input. Document and Patch stay raw, so that no number or key is rewritten on the way.
type PatchCase struct {
	Name     string          `json:"name"`
	Document json.RawMessage `json:"document"`
	Patch    json.RawMessage `json:"patch"`
}

// PatchAnswer is one line of the output: the patched document, or why the patch does not apply.
type PatchAnswer struct {
	Name   string          `json:"name"`
	Result json.RawMessage `json:"result,omitempty"`
	Error  string          `json:"error,omitempty"`
}

// answerPatch takes the two steps of the API server's admission dispatcher.
//
// See https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/apiserver/pkg/admission/plugin/webhook/mutating/dispatcher.go
func answerPatch(c PatchCase) PatchAnswer {
	if c.Document == nil {
		return PatchAnswer{Name: c.Name, Error: "the case has no document"}
	}
	patch, err := jsonpatch.DecodePatch(c.Patch)
	if err != nil {
		return PatchAnswer{Name: c.Name, Error: err.Error()}
	}
	result, err := patch.Apply(c.Document)
	if err != nil {
		return PatchAnswer{Name: c.Name, Error: err.Error()}
	}
	return PatchAnswer{Name: c.Name, Result: result}
}
