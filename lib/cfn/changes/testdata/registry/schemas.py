"""Writes the schemas of resource types that cfn-lint has to the file CHASSIS_SCHEMAS.

cfn-lint loads this as if it were rules, so it runs where cfn-lint runs, however that is
installed.
"""

import json
import os

from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER
from cfnlint.version import __version__

REGION = "us-east-1"  # has nearly all types
KEYS = ("properties", "definitions", "createOnlyProperties", "conditionalCreateOnlyProperties")


def schema(name):
    whole = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, name).schema
    return {key: whole[key] for key in KEYS if key in whole}


with open(os.environ["CHASSIS_SCHEMAS"], "w", encoding="utf-8") as file:
    types = {name: schema(name) for name in PROVIDER_SCHEMA_MANAGER.get_resource_types(REGION)}
    json.dump({"version": __version__, "types": types}, file)
