package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"latentlab/pkg/digits/internal/mnist"
)

// rounds is how often each mirror is asked while nothing arrives.
const rounds = 3

// fetcher fetches the files of one call.
type fetcher struct {
	Config
	dir    mnist.Dir
	alone  bool
	mirror int // the one to ask next; one that works is asked again
}

// file fetches one file. A mirror that fails hands over to the next; after all have failed there is a pause. What counts
// as progress is only that more of the file is there than ever before.
func (f *fetcher) file(ctx context.Context, file mnist.File) error {
	name := filepath.Join(f.dir.Path, file.Name+".gz")
	part, err := openPart(f.dir.Path, file, f.alone)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	defer part.close()
	most, err := part.size()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	patient, heard, stop := untilSilent(ctx, f.Patience)
	defer stop()
	bar := newMeter(f.Config, filepath.Base(name), file.Size)
	why := make([]error, len(f.Mirrors))
	pause := f.Pause
	for try := 0; try < rounds*len(f.Mirrors) && patient.Err() == nil; try++ {
		if try > 0 && try%len(f.Mirrors) == 0 {
			sleep(patient, pause)
			pause *= 2
		}
		mirror := f.Mirrors[f.mirror]
		err := f.attempt(patient, mirror, file, part, bar, heard)
		if err == nil {
			err = part.publish(name, file)
		}
		if err == nil {
			bar.done(host(mirror))
			return nil
		}
		why[f.mirror] = fmt.Errorf("%s: %w", host(mirror), err)
		f.mirror = (f.mirror + 1) % len(f.Mirrors)
		if size, err := part.size(); err == nil && size > most {
			most, try, pause = size, -1, f.Pause
		}
	}
	bar.abandon()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return fmt.Errorf("%w: %s: %s", ErrUnavailable, filepath.Base(name), list(why))
}

// attempt asks one mirror for what part lacks of file and appends it. What arrives is written to bar and heard as well.
func (f *fetcher) attempt(ctx context.Context, mirror string, file mnist.File, part part, bar *meter, heard io.Writer) error {
	have, err := part.size()
	if err != nil {
		return err
	}
	if have > file.Size {
		have = 0
	}
	if have == file.Size {
		return nil
	}
	ctx, steady, stop := untilSilent(ctx, f.Stall)
	defer stop()
	address, err := url.JoinPath(mirror, file.Name+".gz")
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	// Else Go asks for compression and undoes it, and with it the file's own.
	request.Header.Set("Accept-Encoding", "identity")
	if have > 0 {
		request.Header.Set("Range", fmt.Sprintf("bytes=%d-", have))
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return reason(ctx, err)
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusOK: // the whole, also where a part was asked for
		have = 0
	case http.StatusPartialContent:
		var from int64
		if _, err := fmt.Sscanf(response.Header.Get("Content-Range"), "bytes %d-", &from); err != nil || from != have {
			return fmt.Errorf("Content-Range is %q, want bytes from %d", response.Header.Get("Content-Range"), have)
		}
	default:
		return errors.New(response.Status)
	}
	// A page of a proxy's own, say; what part holds must survive it.
	if n := response.ContentLength; n >= 0 && have+n != file.Size {
		return fmt.Errorf("has %d bytes, want %d", have+n, file.Size)
	}
	if err := part.Truncate(have); err != nil {
		return err
	}
	if _, err := part.Seek(have, io.SeekStart); err != nil {
		return err
	}
	bar.have = have
	n, err := io.Copy(io.MultiWriter(part, bar, heard, steady), io.LimitReader(response.Body, file.Size-have))
	if err != nil {
		return fmt.Errorf("after %d of %d bytes: %w", have+n, file.Size, reason(ctx, err))
	}
	if have+n < file.Size {
		return fmt.Errorf("ends after %d of %d bytes", have+n, file.Size)
	}
	return nil
}

// untilSilent returns a context that ends when nothing has been written to heard for the time given.
func untilSilent(parent context.Context, limit time.Duration) (ctx context.Context, heard io.Writer, stop func()) {
	ctx, cancel := context.WithCancelCause(parent)
	timer := time.AfterFunc(limit, func() { cancel(fmt.Errorf("nothing has arrived for %v", limit)) })
	return ctx, listener{timer, limit}, func() { timer.Stop(); cancel(nil) }
}

// listener has a timer that what it is written puts off.
type listener struct {
	timer *time.Timer
	limit time.Duration
}

// Write puts the timer off.
func (l listener) Write(b []byte) (int, error) {
	l.timer.Reset(l.limit)
	return len(b), nil
}

// reason returns why a request failed: what ended its context, if that was it, without the address.
func reason(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

func host(mirror string) string {
	address, err := url.Parse(mirror)
	if err != nil {
		return mirror
	}
	return address.Host
}

// list returns what went wrong, mirror by mirror.
func list(why []error) string {
	var texts []string
	for _, err := range why {
		if err != nil {
			texts = append(texts, err.Error())
		}
	}
	return strings.Join(texts, "; ")
}
