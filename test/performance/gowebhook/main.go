// Command gowebhook is the usual Go webhook, as the yardstick of the bench: controller-runtime's own server and
// handler, a typed decode of the Pod, one container and one volume appended, and the patch computed by comparison.
package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	logf "sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/webhook"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"
)

func main() {
	port := flag.Int("port", 9443, "port on 127.0.0.1")
	certFile := flag.String("cert", "tls.crt", "certificate, PEM")
	keyFile := flag.String("key", "tls.key", "private key, PEM, in the folder of the certificate")
	flag.Parse()
	if err := serve(*port, *certFile, *keyFile); err != nil {
		fmt.Fprintln(os.Stderr, "gowebhook:", err)
		os.Exit(1)
	}
}

func serve(port int, certFile, keyFile string) error {
	logf.SetLogger(logr.Discard())
	scheme := runtime.NewScheme()
	if err := corev1.AddToScheme(scheme); err != nil {
		return err
	}
	server := webhook.NewServer(webhook.Options{
		Host:     "127.0.0.1",
		Port:     port,
		CertDir:  filepath.Dir(certFile),
		CertName: filepath.Base(certFile),
		KeyName:  filepath.Base(keyFile),
		TLSOpts:  []func(*tls.Config){useTLS13AndHTTP1},
	})
	server.Register("/mutate/enabled", &webhook.Admission{Handler: &injector{decoder: admission.NewDecoder(scheme)}})
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return server.Start(ctx)
}

// useTLS13AndHTTP1 gives the protocol that the other servers of the bench speak.
func useTLS13AndHTTP1(config *tls.Config) {
	config.MinVersion = tls.VersionTLS13
	config.NextProtos = []string{"http/1.1"}
}

type injector struct {
	decoder admission.Decoder
}

// Handle takes the steps of most Go webhooks; the handler behind controller-runtime's typed defaulter takes the same.
//
// See https://github.com/kubernetes-sigs/controller-runtime/blob/v0.24.1/pkg/webhook/admission/defaulter_custom.go#L164
func (i *injector) Handle(_ context.Context, req admission.Request) admission.Response {
	pod := &corev1.Pod{}
	if err := i.decoder.Decode(req, pod); err != nil {
		return admission.Errored(http.StatusBadRequest, err)
	}
	// Under IfNeeded the API server asks again once the ServiceAccount plugin has mounted the token.
	for _, container := range pod.Spec.Containers {
		if container.Name == envoyContainer().Name {
			return admission.Allowed("")
		}
	}
	pod.Spec.Containers = append(pod.Spec.Containers, envoyContainer())
	pod.Spec.Volumes = append(pod.Spec.Volumes, envoyVolume())
	patched, err := json.Marshal(pod)
	if err != nil {
		return admission.Errored(http.StatusInternalServerError, err)
	}
	return admission.PatchResponseFromRaw(req.Object.Raw, patched)
}
