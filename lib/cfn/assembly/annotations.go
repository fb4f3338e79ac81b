package assembly

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// annotations reads the metadata of a stack, by the paths of constructs.
func (k *kinds) annotations(v any, place string) []annotation {
	var found []annotation
	notes := k.object(v, place)
	for _, path := range slices.Sorted(maps.Keys(notes)) {
		for i, note := range k.list(notes[path], place+"."+path) {
			at := fmt.Sprintf("%s.%s.%d", place, path, i)
			fields := k.object(note, at)
			found = append(found, annotation{kind: k.text(fields["type"], at+".type"), path: path, data: plain(fields["data"])})
		}
	}
	return found
}

// notes collects the annotations of a stack, which the CDK keeps in the manifest or in a
// file beside it.
func notes(dir string, art artifact) ([]annotation, error) {
	notes := art.annotations
	if file := art.additionalMetadataFile; file != "" {
		text, err := load(dir, file)
		if err != nil {
			return nil, err
		}
		whole, err := decoded(text)
		var k kinds
		if err == nil {
			notes = slices.Concat(notes, k.annotations(whole, "the whole"))
			err = k.err
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
	}
	return notes, nil
}

// annotate takes the messages for a person, and what the CLI would do by itself for the
// annotation of an asset: make it, upload it and set a parameter of the template to it.
func (s *Stack) annotate(notes []annotation) {
	for _, note := range notes {
		switch level, _ := strings.CutPrefix(note.kind, "aws:cdk:"); level {
		case "info", "warning", "error":
			s.Messages = append(s.Messages, Message{Level: level, Path: note.path, Text: fmt.Sprint(note.data)})
		case "asset":
			if s.Uploads == nil {
				s.Uploads = &Uploads{}
			}
			s.Uploads.NotRead = append(s.Uploads.NotRead, note.kind+" of "+note.path)
		}
	}
}
