package explorer

import (
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"latentlab/pkg/results"
)

//go:embed page/*.html page/*.css page/*.js
var page embed.FS

// start is the module that the page begins with; what it imports is found from there.
const start = "explorer.js"

var (
	importing = regexp.MustCompile(`(?m)^import \{[^}]*\} from "\./([a-z]+\.js)";\n`)
	exporting = regexp.MustCompile(`(?m)^export (class|const|function)`)
	leftOver  = regexp.MustCompile(`(?m)^(import|export).*`)
)

// assemble returns the page: its HTML with the style, the data and the modules inside.
func assemble(data string) (string, error) {
	html, err := page.ReadFile("page/explorer.html")
	if err != nil {
		return "", err
	}
	css, err := page.ReadFile("page/explorer.css")
	if err != nil {
		return "", err
	}
	modules, err := fs.Sub(page, "page")
	if err != nil {
		return "", err
	}
	script, err := join(modules, start)
	if err != nil {
		return "", err
	}
	return strings.NewReplacer("{{version}}", results.Version, "{{css}}", string(css), "{{data}}", data, "{{script}}", script).Replace(string(html)), nil
}

// join returns the modules that name needs and itself as one script, each after those that it imports, with their own
// words unchanged but for imports and exports. Where a page may load nothing, not even a module from within itself, it is
// the only way to keep modules apart while they are written. Names at the top of a module must be its own: the browser
// refuses a script that has one twice.
func join(modules fs.FS, name string) (string, error) {
	var script strings.Builder
	state := map[string]string{}
	var add func(name, from string) error
	add = func(name, from string) error {
		switch state[name] {
		case "added":
			return nil
		case "adding":
			return fmt.Errorf("modules %s and %s import each other", from, name)
		}
		state[name] = "adding"
		source, err := fs.ReadFile(modules, name)
		if err != nil {
			return fmt.Errorf("module %s, which %s imports: %w", name, from, err)
		}
		for _, found := range importing.FindAllSubmatch(source, -1) {
			if err := add(string(found[1]), name); err != nil {
				return err
			}
		}
		source = exporting.ReplaceAll(importing.ReplaceAll(source, nil), []byte("$1"))
		if rest := leftOver.Find(source); rest != nil {
			return fmt.Errorf(`module %s: %q: want import { … } from "./name.js"; and export before class, const or function`, name, rest)
		}
		if strings.Contains(string(source), "</script") {
			return fmt.Errorf("module %s holds </script, which would end the page's script", name)
		}
		fmt.Fprintf(&script, "// %s\n\n%s\n", name, strings.TrimSpace(string(source)))
		script.WriteByte('\n')
		state[name] = "added"
		return nil
	}
	err := add(name, "the page")
	return script.String(), err
}
