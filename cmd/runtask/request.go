package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/config/input"
)

// request is what the arguments ask for.
type request struct {
	settings map[string]any // of -c
	service  string
	words    []string
}

// parse reads the arguments. What is after the first "--" belongs to the task.
func parse(args []string) (request, error) {
	asked := request{settings: map[string]any{}}
	flags := flag.NewFlagSet("runtask", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	setting := func(text string) error {
		name, value, both := strings.Cut(text, "=")
		if !both || name == "" {
			return errors.New("want <setting>=<value>, such as env=prod")
		}
		asked.settings[name] = value
		return nil
	}
	flags.Func("c", "", setting)
	flags.Func("context", "", setting)

	own, end := args, slices.Index(args, "--")
	if end >= 0 {
		own, asked.words = args[:end], args[end+1:]
	}
	var services []string
	for {
		if err := flags.Parse(own); err != nil {
			return request{}, err
		}
		if flags.NArg() == 0 {
			break
		}
		services = append(services, flags.Arg(0))
		own = flags.Args()[1:]
	}
	switch {
	case end < 0:
		return request{}, errors.New("want -- and the words of a command after the service (runtask -help says more)")
	case len(services) != 1:
		return request{}, fmt.Errorf("want one service before --, got %d (runtask -help says more)", len(services))
	case len(asked.words) == 0 || asked.words[0] == "":
		return request{}, errors.New("want the words of a command after --, got none")
	}
	asked.service = services[0]
	return asked, nil
}

// read returns the environment and the service that are asked for, by the settings of the
// project in dir.
func (r request) read(dir string) (config.Environment, config.Service, error) {
	files, err := input.ReadFiles(dir)
	if err != nil {
		return config.Environment{}, config.Service{}, err
	}
	given, err := json.Marshal(r.settings)
	if err != nil {
		return config.Environment{}, config.Service{}, err
	}
	context, err := config.ReadContext(files, string(given))
	if err != nil {
		return config.Environment{}, config.Service{}, err
	}
	env, err := config.Load(context)
	if err != nil {
		return config.Environment{}, config.Service{}, err
	}
	service, known := env.Service(r.service)
	if !known {
		return config.Environment{}, config.Service{}, unknownService(r.service, env)
	}
	return env, service, nil
}

func unknownService(name string, env config.Environment) error {
	var names []string
	for _, s := range env.Services {
		names = append(names, s.Name)
	}
	if near, ok := input.Nearest(name, names); ok {
		return fmt.Errorf("unknown service %q: did you mean %s?", name, near)
	}
	return fmt.Errorf("unknown service %q: want %s", name, strings.Join(names, " or "))
}
