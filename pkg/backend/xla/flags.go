package xla

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/gomlx/go-xla/pjrt"
)

// flags are XLA's own settings for a step of training on the CPU, with the time of the lecture's step that each leaves,
// as a share of the time without it.
var flags = []string{
	// 0.95: the loop's parameters are updated where they lie, in place of a copy of the decoder's and one encoder
	// layer's weights in each step.
	"--xla_cpu_copy_insertion_use_region_analysis=true",
	// 0.90: Adam's three results of a parameter come from one pass over memory in place of three.
	"--xla_backend_extra_options=xla_cpu_use_multi_output_fusion",
}

// flagsVariable is where XLA reads its settings, once, when it is loaded. A flag that it does not know ends the process,
// so only the plugin that scripts/setup.sh has installed gets them.
const flagsVariable = "XLA_FLAGS"

// setFlags adds the flags to those in the environment, which come last and so override them.
func setFlags() {
	own := strings.Join(flags, " ")
	if set := os.Getenv(flagsVariable); !strings.Contains(set, own) {
		os.Setenv(flagsVariable, strings.TrimSpace(own+" "+set))
	}
}

// clientOptions returns the settings of the client of the plugin at path. One device, where the CPU plugin has four:
// XLA starts as many threads as devices, and more threads than cores wait for each other.
func clientOptions(path string) pjrt.NamedValuesMap {
	if strings.Contains(filepath.Base(path), "cpu") {
		return pjrt.NamedValuesMap{"cpu_device_count": int64(1)}
	}
	return nil
}
