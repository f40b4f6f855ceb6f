package main

import (
	"encoding/json"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
	podutil "k8s.io/kubernetes/pkg/api/pod"
	"k8s.io/kubernetes/pkg/apis/core"
	corev1defaults "k8s.io/kubernetes/pkg/apis/core/v1"
	"k8s.io/kubernetes/pkg/apis/core/validation"
)

// MergeCase is one line of the input: two Pods to lay over each other, and what we made of them, by policy.
type MergeCase struct {
	Name    string          `json:"name"`
	Pod     json.RawMessage `json:"pod"`
	Overlay json.RawMessage `json:"overlay"`
	// Alone is the overlay without the parts of containers that only mean something over this Pod.
	Alone json.RawMessage            `json:"alone"`
	Ours  map[string]json.RawMessage `json:"ours"`
}

// MergeAnswer is one line of the output, or why there is none.
type MergeAnswer struct {
	Name string `json:"name"`
	// Replace is the overlay laid over the Pod, Keep the Pod laid over the overlay.
	Replace json.RawMessage `json:"replace,omitempty"`
	Keep    json.RawMessage `json:"keep,omitempty"`
	// Seen holds what the API server sees, with its defaults: in "alone", "go-replace", "go-keep" and "ours-<policy>".
	Seen map[string]*corev1.Pod `json:"seen,omitempty"`
	// Invalid tells what the API server would refuse "go-replace" and ours for, where it takes both the Pod and the template alone.
	Invalid map[string][]string `json:"invalid,omitempty"`
	Error   string              `json:"error,omitempty"`
}

func answerMerge(c MergeCase) MergeAnswer {
	answer := MergeAnswer{Name: c.Name, Seen: map[string]*corev1.Pod{}, Invalid: map[string][]string{}}
	if err := fill(&answer, c); err != nil {
		return MergeAnswer{Name: c.Name, Error: err.Error()}
	}
	return answer
}

func fill(answer *MergeAnswer, c MergeCase) (err error) {
	if answer.Replace, err = strategicpatch.StrategicMergePatch(c.Pod, c.Overlay, corev1.Pod{}); err != nil {
		return fmt.Errorf("the overlay laid over the Pod: %w", err)
	}
	if answer.Keep, err = strategicpatch.StrategicMergePatch(c.Overlay, c.Pod, corev1.Pod{}); err != nil {
		return fmt.Errorf("the Pod laid over the overlay: %w", err)
	}
	if answer.Seen["alone"], err = see(c.Alone); err != nil {
		return err
	}
	if answer.Seen["go-replace"], err = see(answer.Replace); err != nil {
		return err
	}
	if answer.Seen["go-keep"], err = see(answer.Keep); err != nil {
		return err
	}
	for policy, ours := range c.Ours {
		if answer.Seen["ours-"+policy], err = see(ours); err != nil {
			return err
		}
	}
	for name, pod := range answer.Seen {
		if name == "alone" || name == "go-keep" {
			continue
		}
		invalid, err := validate(pod)
		if err != nil {
			return err
		}
		if len(invalid) > 0 && isTaken(c.Pod) && isTaken(c.Alone) {
			answer.Invalid[name] = invalid
		}
	}
	return nil
}

// see takes the API server's first steps at the creation of a Pod: decode it and fill in defaults.
func see(raw json.RawMessage) (*corev1.Pod, error) {
	var pod corev1.Pod
	if err := json.Unmarshal(raw, &pod); err != nil {
		return nil, err
	}
	corev1defaults.SetObjectDefaults_Pod(&pod)
	return &pod, nil
}

func isTaken(raw json.RawMessage) bool {
	pod, err := see(raw)
	if err != nil {
		return false
	}
	invalid, err := validate(pod)
	return err == nil && len(invalid) == 0
}

// validate takes the next step. The Pod may lack what a template has not: a name, and what the ServiceAccount plugin sets.
func validate(given *corev1.Pod) ([]string, error) {
	pod := given.DeepCopy()
	pod.Namespace, pod.Spec.ServiceAccountName = "demo", "default"
	if pod.Name == "" {
		pod.Name = "unnamed"
	}
	var internal core.Pod
	if err := corev1defaults.Convert_v1_Pod_To_core_Pod(pod, &internal, nil); err != nil {
		return nil, err
	}
	options := podutil.GetValidationOptionsFromPodSpecAndMeta(&internal.Spec, nil, &internal.ObjectMeta, nil)
	var invalid []string
	for _, problem := range validation.ValidatePodCreate(&internal, options) {
		invalid = append(invalid, problem.Error())
	}
	return invalid, nil
}
