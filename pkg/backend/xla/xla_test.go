package xla

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gomlx/gomlx/core/graph"
	"latentlab/pkg/internal/printed"
)

func TestOpenXLA(t *testing.T) {
	t.Setenv("GOMLX_BACKEND", "xla:cpu")
	engine, err := Open()
	if err != nil {
		t.Skipf("XLA is not installed: %v", err)
	}
	if engine.Label != "XLA on CPU" || !engine.Loops {
		t.Errorf("the engine is %+v", engine)
	}
	sum, err := graph.CallOnce(engine.Backend, graph.ReduceAllSum, []float32{1, 2, 3})
	if err != nil || sum.Value() != float32(6) {
		t.Errorf("1 + 2 + 3 = %v, %v", sum, err)
	}
}

func TestOpenFallsBackToGo(t *testing.T) {
	t.Setenv("GOMLX_BACKEND", "")
	t.Setenv(pluginsVariable, t.TempDir())
	engine, said := openAndListen(t)
	if !strings.HasPrefix(engine, "Go with") {
		t.Errorf("without a plugin the engine is %q", engine)
	}
	if strings.Count(said, "\n") != 1 || !strings.Contains(said, "scripts/setup.sh installs it") {
		t.Errorf("it says %q, want one line that names scripts/setup.sh", said)
	}

	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "pjrt_c_api_cpu_plugin.so"), []byte("not a library"), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv(pluginsVariable, dir)
	if engine, said := openAndListen(t); !strings.HasPrefix(engine, "Go with") || !strings.Contains(said, "does not load") {
		t.Errorf("with a damaged plugin the engine is %q, and it says %q", engine, said)
	}
}

func TestOpenObeysGOMLX_BACKEND(t *testing.T) {
	t.Setenv(pluginsVariable, t.TempDir())
	t.Setenv("GOMLX_BACKEND", "go")
	if engine, err := Open(); err != nil || !strings.HasPrefix(engine.Label, "Go with") {
		t.Errorf("GOMLX_BACKEND=go gives %v, %v", engine, err)
	}
	for config, want := range map[string]string{
		"torch":          `no engine "torch": use go, xla`,
		"xla":            "cpu plugin is not at",
		"xla:cuda":       "scripts/setup.sh --gpu installs it",
		"xla:/none/p.so": "/none/p.so: no such file",
	} {
		t.Setenv("GOMLX_BACKEND", config)
		if _, err := Open(); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "GOMLX_BACKEND="+config) {
			t.Errorf("GOMLX_BACKEND=%s: error %v, want one with %q", config, err, want)
		}
	}
}

// openAndListen returns the engine's label and what Open wrote to standard output.
func openAndListen(t *testing.T) (label, said string) {
	t.Helper()
	said = printed.By(t, func() {
		engine, err := Open()
		if err != nil {
			t.Fatal(err)
		}
		label = engine.Label
	})
	return label, said
}
