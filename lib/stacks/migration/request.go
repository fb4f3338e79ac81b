package migration

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"example.com/chassis/lib/stacks/task"
)

// request is what the function reads of the custom resource's properties, in which every
// number is a text. Image is only there to be compared with the one before.
type request struct {
	Cluster, TaskDefinition, Container string
	Command, Subnets                   []string
	SecurityGroup, LogGroup            string
	TimeoutMinutes                     string

	limit time.Duration
}

func read(properties map[string]any) (request, error) {
	const wanted = "the properties must be Cluster, TaskDefinition, Container, Image, Command, Subnets, SecurityGroup, LogGroup and TimeoutMinutes"
	var req request
	text, err := json.Marshal(properties)
	if err != nil {
		return req, err
	}
	if err := json.Unmarshal(text, &req); err != nil {
		return req, fmt.Errorf("%s: %w", wanted, err)
	}
	for name, missing := range map[string]bool{
		"Cluster": req.Cluster == "", "TaskDefinition": req.TaskDefinition == "", "Container": req.Container == "",
		"Command": len(req.Command) == 0, "Subnets": len(req.Subnets) == 0, "SecurityGroup": req.SecurityGroup == "", "LogGroup": req.LogGroup == "",
	} {
		if missing {
			return req, fmt.Errorf("%s, got no %s", wanted, name)
		}
	}
	minutes, err := strconv.Atoi(req.TimeoutMinutes)
	if err != nil || minutes < 1 {
		return req, fmt.Errorf("the property TimeoutMinutes must be a number of minutes, got %q", req.TimeoutMinutes)
	}
	req.limit = time.Duration(minutes) * time.Minute
	return req, nil
}

// run is the task to start. Others recognize it by StartedBy.
func (req request) run(token string) task.Run {
	return task.Run{
		Cluster: req.Cluster, TaskDefinition: req.TaskDefinition, Container: req.Container,
		Command: req.Command, Subnets: req.Subnets, SecurityGroup: req.SecurityGroup,
		StartedBy: "migration/" + req.Container, Token: token,
	}
}

// where is the log of the task. The stream's prefix is the container's name.
func (req request) where(taskARN string) string {
	return fmt.Sprintf(", log group %s, stream %s", req.LogGroup, task.LogStream(req.Container, req.Container, taskARN))
}

// failed is the line that CloudFormation shows among the stack's events. It may be cut at
// its end, where the longest part is, so what to do comes first.
func failed(where string, err error) error {
	return fmt.Errorf("migration failed, see docs/runbook.md#a-migration-failed%s: %w", where, err)
}
