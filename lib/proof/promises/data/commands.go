package data

import (
	"slices"
	"strconv"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// command is a line for a shell: the output that has it, and the value of each option.
type command struct {
	output  string
	options map[string]string
}

// commandsOf returns the outputs of the Data stack that start with these words, parsed.
func commandsOf(v *check.Review, program string) []command {
	var found []command
	for _, o := range parts.Outputs(v, config.DataStack) {
		line := v.Text(v.Stack(config.DataStack), assembly.At(o.Body, "Value"))
		if rest, ok := strings.CutPrefix(line, program+" "); ok {
			found = append(found, command{o.ID, options(rest)})
		}
	}
	return found
}

// options are the words that follow each word with two hyphens; what stands before the
// first is lost.
func options(line string) map[string]string {
	found := map[string]string{}
	name := ""
	for _, word := range shellWords(line) {
		if strings.HasPrefix(word, "--") {
			name = word
			continue
		}
		found[name] = strings.TrimPrefix(found[name]+" "+word, " ")
	}
	return found
}

// shellWords splits a line at blanks outside of quotes, as a shell would. A quoted text
// has no quotes of its kind inside.
func shellWords(line string) []string {
	var words []string
	for line = strings.TrimSpace(line); line != ""; line = strings.TrimSpace(line) {
		end := strings.IndexByte(line, ' ')
		if quote := line[:1]; quote == "'" || quote == `"` {
			if end = strings.Index(line[1:], quote) + 2; end < 2 {
				end = len(line)
			}
			words = append(words, strings.Trim(line[:end], quote))
		} else {
			if end < 0 {
				end = len(line)
			}
			words = append(words, line[:end])
		}
		line = line[end:]
	}
	return words
}

// option complains unless an option of a command has this value.
func (c command) option(v *check.Review, name, want string) {
	if got := c.options[name]; got != want {
		v.Add("output %s: %s is %q, want %q", c.output, name, got, want)
	}
}

// tunnelCommands expects local ports that differ, so that all tunnels can be open at once.
func tunnelCommands(v *check.Review) {
	var documents, local []string
	for _, c := range commandsOf(v, "aws ssm start-session") {
		c.option(v, "--region", v.Settings.Region)
		documents = append(documents, c.options["--document-name"])
		port := strings.TrimPrefix(c.options["--parameters"], localPort+"=")
		if _, err := strconv.Atoi(port); err != nil || slices.Contains(local, port) {
			v.Add("output %s: --parameters is %q, want a port of its own as %s", c.output, c.options["--parameters"], localPort)
		}
		local = append(local, port)
		for _, document := range tunnels(v) {
			if check.Token(document, "") == c.options["--document-name"] {
				v.Reads(document, port, "Content", "parameters", localPort, "default")
			}
		}
		bastionOf(v, c)
	}
	var want []string
	for _, document := range tunnels(v) {
		want = append(want, check.Token(document, ""))
	}
	v.Texts("documents of the tunnels' commands", documents, want)
}

// bastionOf reads the command inside of a tunnel's, which prints the id of the newest
// running host with the bastion's name.
func bastionOf(v *check.Review, c command) {
	host := v.Only("Data", parts.Instance)
	if host == nil {
		return
	}
	text, found := strings.CutPrefix(strings.TrimSuffix(c.options["--target"], ")"), "$(aws ec2 describe-instances ")
	if !found {
		v.Add("output %s: --target is %q, want the bastion by its name", c.output, c.options["--target"])
		return
	}
	name := v.Entries(host, host.At("Tags"), "Key", "Value")["Name"]
	inner := command{c.output + ", inside of --target", options(text)}
	inner.option(v, "--region", v.Settings.Region)
	inner.option(v, "--filters", "Name=tag:Name,Values="+name+" Name=instance-state-name,Values=running")
	inner.option(v, "--query", "sort_by(Reservations[].Instances[], &LaunchTime)[-1].InstanceId")
	inner.option(v, "--output", "text")
}

// tokenCommands expects the proxy's own name and port, which a token is signed for, and not
// the tunnel's.
func tokenCommands(v *check.Review) {
	var got, want []string
	for _, c := range commandsOf(v, "aws rds generate-db-auth-token") {
		c.option(v, "--region", v.Settings.Region)
		c.option(v, "--port", strconv.Itoa(config.DatabasePort))
		got = append(got, c.options["--username"]+" at "+c.options["--hostname"])
	}
	for i, host := range endpoints(v) {
		want = append(want, config.ReadOnlyRole+" at "+host)
		if i == 0 {
			want = append(want, v.Settings.AdministratorRole()+" at "+host)
		}
	}
	v.Texts("users and hosts of the tokens", got, want)
}
