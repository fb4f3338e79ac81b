package assembly

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
)

// Uploads is what the CDK uploads for a stack before it deploys it: its template, and the
// code of functions.
type Uploads struct {
	Files []Upload
	// NotRead is what else the assembly says of it, such as an image to build, or a program
	// that makes a file.
	NotRead []string
}

// Upload is one file of the assembly and where it goes.
type Upload struct {
	ID, Source, Packaging     string
	Bucket, Key, Region, Role string
}

// uploadsArtifact is an entry of the manifest with a file about uploads.
const uploadsArtifact = "cdk:asset-manifest"

// uploads reads what is uploaded for a stack; nil when its entry in the manifest names none,
// or the file is not there. Only a proof asks for it, so that nothing is refused.
func uploads(dir string, art artifact, artifacts map[string]artifact) *Uploads {
	var found *Uploads
	for _, dependency := range art.dependencies {
		other := artifacts[dependency]
		if other.kind != uploadsArtifact {
			continue
		}
		text, err := load(dir, other.file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if found == nil {
			found = &Uploads{}
		}
		whole, invalid := decoded(text)
		if err != nil || invalid != nil || Map(whole) == nil {
			found.NotRead = append(found.NotRead, other.file)
			continue
		}
		found.read(Map(whole))
	}
	return found
}

func (u *Uploads) read(whole map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(whole)) {
		section := Map(whole[name])
		switch {
		case name == "version":
		case name == "files" && section != nil:
			for _, id := range slices.Sorted(maps.Keys(section)) {
				u.file(id, section[id])
			}
		case section == nil || len(section) > 0:
			u.NotRead = append(u.NotRead, name)
		}
	}
}

// file reads an entry that has one source and one destination.
func (u *Uploads) file(id string, entry any) {
	found := Upload{ID: id}
	destinations := Map(At(entry, "destinations"))
	for _, name := range slices.Sorted(maps.Keys(destinations)) {
		ok := texts(destinations[name], map[string]*string{"bucketName": &found.Bucket, "objectKey": &found.Key, "region": &found.Region, "assumeRoleArn": &found.Role})
		if !ok || len(destinations) > 1 {
			u.NotRead = append(u.NotRead, "files."+id+".destinations."+name)
		}
	}
	if !texts(At(entry, "source"), map[string]*string{"path": &found.Source, "packaging": &found.Packaging}) {
		u.NotRead = append(u.NotRead, "files."+id+".source")
	}
	for _, name := range slices.Sorted(maps.Keys(Map(entry))) {
		if name != "displayName" && name != "source" && name != "destinations" {
			u.NotRead = append(u.NotRead, "files."+id+"."+name)
		}
	}
	u.Files = append(u.Files, found)
}

// texts reads an object that has texts by these names and nothing else.
func texts(object any, into map[string]*string) bool {
	complete := len(Map(object)) == len(into)
	for name, text := range into {
		value, ok := Map(object)[name].(string)
		*text, complete = value, complete && ok
	}
	return complete
}
