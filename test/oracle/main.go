// Command oracle applies JSON Patches with the library that kube-apiserver applies them with, so that our own
// patches are judged by the API server's reading of RFC 6902 and not by ours.
//
// It reads one case per line from standard input and writes one answer per line to standard output, in the same order.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	jsonpatch "gopkg.in/evanphx/json-patch.v4"
)

// Case is one line of the input. Document and Patch stay raw, so that no number or key is rewritten on the way.
type Case struct {
	Name     string          `json:"name"`
	Document json.RawMessage `json:"document"`
	Patch    json.RawMessage `json:"patch"`
}

// Answer is one line of the output: the patched document, or why the patch does not apply.
type Answer struct {
	Name   string          `json:"name"`
	Result json.RawMessage `json:"result,omitempty"`
	Error  string          `json:"error,omitempty"`
}

func main() {
	if err := answerAll(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "oracle:", err)
		os.Exit(1)
	}
}

// answerAll fails only where the input is not a sequence of cases; a patch that does not apply is an answer.
func answerAll(in io.Reader, out io.Writer) error {
	buffered := bufio.NewWriter(out)
	decoder, encoder := json.NewDecoder(bufio.NewReader(in)), json.NewEncoder(buffered)
	encoder.SetEscapeHTML(false)
	for count := 1; ; count++ {
		var c Case
		if err := decoder.Decode(&c); errors.Is(err, io.EOF) {
			return buffered.Flush()
		} else if err != nil {
			return fmt.Errorf("case %d: %w", count, err)
		}
		if err := encoder.Encode(answer(c)); err != nil {
			return err
		}
	}
}

// answer takes the two steps of the API server's admission dispatcher.
//
// See https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/apiserver/pkg/admission/plugin/webhook/mutating/dispatcher.go
func answer(c Case) Answer {
	if c.Document == nil {
		return Answer{Name: c.Name, Error: "the case has no document"}
	}
	patch, err := jsonpatch.DecodePatch(c.Patch)
	if err != nil {
		return Answer{Name: c.Name, Error: err.Error()}
	}
	result, err := patch.Apply(c.Document)
	if err != nil {
		return Answer{Name: c.Name, Error: err.Error()}
	}
	return Answer{Name: c.Name, Result: result}
}
