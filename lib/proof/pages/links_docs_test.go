package pages_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

var (
	fenced     = regexp.MustCompile("(?ms)^[ \t]*```.*?^[ \t]*```[ \t]*$")
	inlineCode = regexp.MustCompile("`[^`\n]+`")
	headings   = regexp.MustCompile(`(?m)^#{1,6} +(.+?) *#*$`)
	target     = regexp.MustCompile(`\]\(([^()\s]+)\)`)
	markedLink = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
	// inRepository is how a path of the repository begins.
	inRepository = regexp.MustCompile(`^(\./)?(lib|cmd|docs|bench|tools|\.ci|\.github)/`)
)

// Whatever a page sends its reader to is there, file and section.
func TestEveryLinkLeadsToAFileAndASection(t *testing.T) {
	t.Parallel()
	found := 0
	for _, file := range documents(t) {
		text := inlineCode.ReplaceAllString(fenced.ReplaceAllString(read(t, file), ""), "")
		for _, match := range target.FindAllStringSubmatch(text, -1) {
			if strings.Contains(match[1], "://") {
				continue
			}
			found++
			path, anchor, _ := strings.Cut(match[1], "#")
			linked := file
			if path != "" {
				linked = filepath.Join(filepath.Dir(file), path)
			}
			if _, err := os.Stat(filepath.Join(root, linked)); err != nil {
				t.Errorf("%s links %s, which does not exist", file, match[1])
				continue
			}
			if anchor != "" && !slugs(read(t, linked))[anchor] {
				t.Errorf("%s links %s, and %s has no such section", file, match[1], linked)
			}
		}
	}
	if found < 200 {
		t.Errorf("found %d links, want every row of the requirements to have one", found)
	}
}

// inMessage is a section to which the message of a program sends its reader.
var inMessage = regexp.MustCompile(`(docs/[a-z-]+\.md)#([a-z-]+)`)

func TestEverySectionThatAMessageNamesExists(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir(filepath.Join(root, "lib/stacks"), func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" {
			return err
		}
		text, err := os.ReadFile(path)
		for _, match := range inMessage.FindAllStringSubmatch(string(text), -1) {
			if !slugs(read(t, match[1]))[match[2]] {
				t.Errorf("%s names %s, which is no section", path, match[0])
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// A page that names a file which has moved sends its reader into nothing.
func TestEveryPathThatAPageNamesExists(t *testing.T) {
	t.Parallel()
	found := 0
	for _, file := range documents(t) {
		for _, code := range inlineCode.FindAllString(fenced.ReplaceAllString(read(t, file), ""), -1) {
			for _, word := range strings.Fields(strings.Trim(code, "`")) {
				if !inRepository.MatchString(word) || strings.Contains(word, "<") {
					continue
				}
				found++
				path, _, _ := strings.Cut(strings.TrimSuffix(word, "/..."), "#")
				if matches, err := filepath.Glob(filepath.Join(root, path)); err != nil || len(matches) == 0 {
					t.Errorf("%s names %s, which does not exist", file, word)
				}
			}
		}
	}
	if found < 50 {
		t.Errorf("found %d paths, want those of docs/adding.md at least", found)
	}
}

// commented is a command in an indented block with a comment behind it.
var commented = regexp.MustCompile(`(?m)^ {4,}\S.* #.*$`)

// The shell of macOS takes what follows the # for more words of the command, unless its user
// has set interactive_comments: https://zsh.sourceforge.io/Doc/Release/Options.html
func TestNoCommandOfAPageHasACommentBehindIt(t *testing.T) {
	t.Parallel()
	for _, file := range documents(t) {
		for _, line := range commented.FindAllString(fenced.ReplaceAllString(read(t, file), ""), -1) {
			t.Errorf("%s has a command that zsh reads in another way: %s", file, strings.TrimSpace(line))
		}
	}
}

// slugs are the anchors that GitHub gives the headings of a page.
func slugs(page string) map[string]bool {
	found := map[string]bool{}
	for _, heading := range headings.FindAllStringSubmatch(fenced.ReplaceAllString(page, ""), -1) {
		text := strings.ReplaceAll(markedLink.ReplaceAllString(heading[1], "$1"), "`", "")
		base := strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
				return unicode.ToLower(r)
			}
			return -1
		}, text)
		slug := base
		for n := 1; found[slug]; n++ {
			slug = base + "-" + strconv.Itoa(n)
		}
		found[slug] = true
	}
	return found
}

func TestSlugsAreThoseOfGitHub(t *testing.T) {
	t.Parallel()
	got := slugs("# What it is, `and` why\n## A [link](x.md#y)\n## Same\n## Same\n```\n# no heading\n```\n### a_b-c/d\n")
	for _, want := range []string{"what-it-is-and-why", "a-link", "same", "same-1", "a_b-cd"} {
		if !got[want] {
			t.Errorf("there is no %s in %v", want, got)
		}
	}
	if len(got) != 5 {
		t.Errorf("got %v", got)
	}
}
