package main

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// The quantities are parsed once, as a webhook does that reads its template at start.
var (
	limits   = resourceList("1", "512Mi")
	requests = resourceList("100m", "64Mi")
)

// envoyContainer is the container of the classic template of the Envoy initializer.
func envoyContainer() corev1.Container {
	return corev1.Container{
		Name:         "envoy",
		Image:        "lyft/envoy:845747db88f102c0fd262ab234308e9e22f693a1",
		Command:      []string{"/usr/local/bin/envoy"},
		Args:         []string{"--concurrency 4", "--config-path /etc/envoy/envoy.json", "--mode serve"},
		Ports:        []corev1.ContainerPort{{ContainerPort: 80, Protocol: corev1.ProtocolTCP}},
		Resources:    corev1.ResourceRequirements{Limits: limits, Requests: requests},
		VolumeMounts: []corev1.VolumeMount{{Name: "envoy-conf", MountPath: "/etc/envoy"}},
	}
}

// envoyVolume is the volume of the classic template.
func envoyVolume() corev1.Volume {
	source := corev1.ConfigMapVolumeSource{LocalObjectReference: corev1.LocalObjectReference{Name: "envoy"}}
	return corev1.Volume{Name: "envoy-conf", VolumeSource: corev1.VolumeSource{ConfigMap: &source}}
}

func resourceList(cpu, memory string) corev1.ResourceList {
	return corev1.ResourceList{
		corev1.ResourceCPU:    resource.MustParse(cpu),
		corev1.ResourceMemory: resource.MustParse(memory),
	}
}
