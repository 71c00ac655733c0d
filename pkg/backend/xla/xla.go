// Package xla gives the engine for training: XLA on a GPU or the CPU, through a PJRT plugin that scripts/setup.sh has
// installed. It is a package of its own because linking it costs a notebook cell more than a second.
package xla

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gomlx/compute"
	goxla "github.com/gomlx/go-xla/compute/xla"
	"latentlab/pkg/backend"
	"latentlab/pkg/internal/files"
)

// pluginsVariable names a directory of PJRT plugins to use in place of the clone's own, .lab/plugin.
const pluginsVariable = "LATENTLAB_PLUGINS"

// Nothing is ever downloaded while a program runs: what is missing is named, with the command that installs it.
func init() { goxla.EnableAutoInstall(false) }

// Open returns the engine that trains:
//   - the one that GOMLX_BACKEND names ("go", "xla", "xla:cuda", "xla:/path/of/a/plugin.so"), or an error where it
//     cannot be had;
//   - else XLA with the CUDA plugin, where there is a GPU and that plugin is installed;
//   - else XLA with the CPU plugin;
//   - else GoMLX's Go engine. Then one line on standard output says so and why.
func Open() (backend.Engine, error) {
	if config := os.Getenv(compute.ConfigEnvVar); config != "" {
		engine, err := named(config)
		if err != nil {
			return backend.Engine{}, fmt.Errorf("backend: %s=%s: %w", compute.ConfigEnvVar, config, err)
		}
		return engine, nil
	}
	engine, err := installed()
	if err == nil {
		return engine, nil
	}
	engine, goErr := backend.Go()
	if goErr != nil {
		return backend.Engine{}, goErr
	}
	fmt.Printf("Training on %s, several times slower than XLA, because %v.\n", engine, err)
	return engine, nil
}

// named opens the engine of a configuration as GoMLX writes it, "engine" or "engine:plugin".
func named(config string) (backend.Engine, error) {
	name, plugin, _ := strings.Cut(config, ":")
	switch name {
	case "go":
		return backend.Go()
	case "xla":
		if plugin == "" {
			return installed()
		}
		if filepath.IsAbs(plugin) {
			return load(plugin)
		}
		kind, options, found := strings.Cut(plugin, ",")
		path, err := pluginPath(kind)
		if err != nil {
			return backend.Engine{}, err
		}
		if kind == "cpu" {
			setFlags()
		}
		if found {
			path += "," + options
		}
		return load(path)
	}
	return backend.Engine{}, fmt.Errorf("there is no engine %q: use go, xla, xla:cpu, xla:cuda or xla:/path/of/a/plugin.so", name)
}

// installed opens XLA with the best plugin that scripts/setup.sh has installed.
func installed() (backend.Engine, error) {
	if hasGPU() {
		if path, err := pluginPath("cuda"); err == nil {
			return load(path)
		}
	}
	path, err := pluginPath("cpu")
	if err != nil {
		return backend.Engine{}, err
	}
	setFlags()
	return load(path)
}

// pluginPath returns the absolute path of the installed plugin of a kind, "cpu" or "cuda".
func pluginPath(kind string) (string, error) {
	dir := os.Getenv(pluginsVariable)
	if dir == "" {
		root, err := files.Root()
		if err != nil {
			return "", err
		}
		dir = filepath.Join(root, ".lab", "plugin")
	}
	path, err := filepath.Abs(filepath.Join(dir, "pjrt_c_api_"+kind+"_plugin.so"))
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(path); err != nil {
		command := "scripts/setup.sh"
		if kind == "cuda" {
			command += " --gpu"
		}
		return "", fmt.Errorf("XLA's %s plugin is not at %s (%s installs it)", kind, path, command)
	}
	return path, nil
}

// load opens XLA with the plugin at the absolute path of config, which may end in ",option=value".
func load(config string) (engine backend.Engine, err error) {
	path, _, _ := strings.Cut(config, ",")
	if _, err := os.Stat(path); err != nil {
		return backend.Engine{}, fmt.Errorf("XLA's plugin %s: %w", path, rootCause(err))
	}
	defer func() { // GoMLX reports some of what a plugin gets wrong by panicking.
		if r := recover(); r != nil {
			err = fmt.Errorf("XLA's plugin %s: %v", path, r)
		}
	}()
	xla, err := goxla.NewWithOptions(config, clientOptions(path))
	if err != nil {
		return backend.Engine{}, fmt.Errorf("XLA's plugin %s does not load, run scripts/setup.sh to install it anew: %w", path, err)
	}
	label := "XLA on CPU"
	if xla.IsCUDA() {
		label = "XLA on GPU"
	}
	return backend.Engine{Backend: xla, Label: label, Loops: true}, nil
}

// hasGPU reports whether the NVIDIA driver of this machine shows a device.
func hasGPU() bool {
	_, err := os.Stat("/dev/nvidia0")
	return err == nil
}

// rootCause drops the path that an fs.PathError repeats.
func rootCause(err error) error {
	if path, ok := err.(*fs.PathError); ok {
		return path.Err
	}
	return err
}
