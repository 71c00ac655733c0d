package files

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
)

// Seal writes content as JSON to the file name, under a key and with its digest, which it returns: the SHA-256, in hex, of the
// content without white space between its tokens.
func Seal(name, key string, content any) (digest string, err error) {
	text, err := json.Marshal(content)
	if err != nil {
		return "", fmt.Errorf("files: %s: %w", name, err)
	}
	digest = digestOf(text)
	var sealed bytes.Buffer
	if err := json.Indent(&sealed, fmt.Appendf(nil, "{%q: %q, %q: %s}", "sha256", digest, key, text), "", " "); err != nil {
		return "", fmt.Errorf("files: %s: %w", name, err)
	}
	return digest, Write(name, func(w io.Writer) error {
		_, err := w.Write(append(sealed.Bytes(), '\n'))
		return err
	})
}

// Unseal reads into content what Seal has written under the key, and returns its digest. The error says how the text is damaged,
// in words that follow the file's name.
func Unseal(text []byte, key string, content any) (digest string, err error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil {
		return "", fmt.Errorf("is damaged or cut short: %w", err)
	}
	var plain bytes.Buffer
	if json.Unmarshal(fields["sha256"], &digest) != nil || json.Compact(&plain, fields[key]) != nil || digestOf(plain.Bytes()) != digest {
		return "", fmt.Errorf("is damaged: its content is not that of its digest")
	}
	if err := json.Unmarshal(fields[key], content); err != nil {
		return "", fmt.Errorf("is damaged: %w", err)
	}
	return digest, nil
}

func digestOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
