// Command oracle answers with the libraries of Kubernetes itself, so that our patches and merges are judged by the API
// server's reading and not by ours: `oracle patch` applies JSON Patches, `oracle merge` makes strategic merges of Pods.
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
)

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "oracle:", err)
		os.Exit(1)
	}
}

func run(arguments []string, in io.Reader, out io.Writer) error {
	switch {
	case len(arguments) == 1 && arguments[0] == "patch":
		return answerAll(in, out, answerPatch)
	case len(arguments) == 1 && arguments[0] == "merge":
		return answerAll(in, out, answerMerge)
	default:
		return errors.New("usage: oracle patch|merge")
	}
}

// answerAll fails only where the input is not a sequence of cases; a case that cannot be done is an answer too.
func answerAll[Case, Answer any](in io.Reader, out io.Writer, answer func(Case) Answer) error {
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
