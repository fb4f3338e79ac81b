package judges

import "fmt"

func ref(id string) object { return object{"Ref": id} }

// traffic is what a rule is about.
func traffic(d dice) object {
	switch d.IntN(7) {
	case 0:
		return object{"IpProtocol": "-1"}
	case 1:
		return object{"IpProtocol": "icmp", "FromPort": -1, "ToPort": -1}
	case 2:
		return object{"IpProtocol": "udp", "FromPort": 53, "ToPort": 53}
	case 3:
		return object{"IpProtocol": "6", "FromPort": 443, "ToPort": 443}
	case 4:
		return object{"IpProtocol": "tcp", "FromPort": 0, "ToPort": 65535}
	case 5:
		return object{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 5432}
	}
	port := pick(d, 22, 80, 443, 5432, 8080)
	return object{"IpProtocol": "tcp", "FromPort": port, "ToPort": port}
}

var groups = []string{"GroupA", "GroupB", "GroupC", "GroupD"}

// groupRule is one with a peer: a group, or addresses.
func groupRule(d dice, peer string) object {
	rule := traffic(d)
	if d.IntN(2) == 0 {
		rule[peer] = object{"Fn::GetAtt": []any{pick(d, groups...), "GroupId"}}
	} else {
		rule["CidrIp"] = pick(d, "0.0.0.0/0", "10.0.0.0/16", "10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/25", "10.0.128.0/17", "192.168.0.0/16", "203.0.113.7/32", "10.0.0.0/8")
	}
	return rule
}

// smallNetwork is a VPC with three subnets, four groups and some that use them.
func smallNetwork(d dice) object {
	resources := object{
		"Vpc":      object{"Type": "AWS::EC2::VPC", "Properties": object{"CidrBlock": "10.0.0.0/16"}},
		"Internet": object{"Type": "AWS::EC2::InternetGateway", "Properties": object{}},
		"Attached": object{"Type": "AWS::EC2::VPCGatewayAttachment", "Properties": object{"VpcId": ref("Vpc"), "InternetGatewayId": ref("Internet")}},
		"Address":  object{"Type": "AWS::EC2::EIP", "Properties": object{"Domain": "vpc"}},
		"Nat": object{"Type": "AWS::EC2::NatGateway", "Properties": object{
			"SubnetId": ref(pick(d, "SubnetA", "SubnetA", "SubnetB")), "AllocationId": object{"Fn::GetAtt": []any{"Address", "AllocationId"}},
		}},
	}
	for i, id := range []string{"SubnetA", "SubnetB", "SubnetC"} {
		resources[id] = object{"Type": "AWS::EC2::Subnet", "Properties": object{
			"VpcId": ref("Vpc"), "CidrBlock": fmt.Sprintf("10.0.%d.0/24", i), "AvailabilityZone": pick(d, "ap-northeast-2a", "ap-northeast-2c"),
			"MapPublicIpOnLaunch": i == 0,
		}}
		resources["Table"+id] = object{"Type": "AWS::EC2::RouteTable", "Properties": object{"VpcId": ref("Vpc")}}
		resources["Association"+id] = object{"Type": "AWS::EC2::SubnetRouteTableAssociation", "Properties": object{"SubnetId": ref(id), "RouteTableId": ref("Table" + id)}}
		route := object{"RouteTableId": ref("Table" + id), "DestinationCidrBlock": "0.0.0.0/0"}
		switch {
		case i == 0 || d.IntN(4) == 0:
			route["GatewayId"] = ref("Internet")
		case d.IntN(2) == 0:
			route["NatGatewayId"] = ref("Nat")
		default:
			continue
		}
		resources["Route"+id] = object{"Type": "AWS::EC2::Route", "Properties": route}
	}
	for _, id := range groups {
		properties := object{"GroupDescription": id, "VpcId": ref("Vpc")}
		if d.IntN(4) > 0 {
			var out []any
			for range d.IntN(3) {
				out = append(out, groupRule(d, "DestinationSecurityGroupId"))
			}
			if out != nil {
				properties["SecurityGroupEgress"] = out
			}
		}
		var in []any
		for range d.IntN(3) {
			in = append(in, groupRule(d, "SourceSecurityGroupId"))
		}
		if in != nil {
			properties["SecurityGroupIngress"] = in
		}
		resources[id] = object{"Type": "AWS::EC2::SecurityGroup", "Properties": properties}
	}
	for i := range d.IntN(4) {
		in, out := groupRule(d, "SourceSecurityGroupId"), groupRule(d, "DestinationSecurityGroupId")
		in["GroupId"], out["GroupId"] = object{"Fn::GetAtt": []any{pick(d, groups...), "GroupId"}}, object{"Fn::GetAtt": []any{pick(d, groups...), "GroupId"}}
		resources[fmt.Sprint("In", i)] = object{"Type": "AWS::EC2::SecurityGroupIngress", "Properties": in}
		resources[fmt.Sprint("Out", i)] = object{"Type": "AWS::EC2::SecurityGroupEgress", "Properties": out}
	}
	users := func() []any {
		var ids []any
		for range 1 + d.IntN(2) {
			ids = append(ids, object{"Fn::GetAtt": []any{pick(d, groups...), "GroupId"}})
		}
		return ids
	}
	subnet := func() object { return ref(pick(d, "SubnetA", "SubnetB", "SubnetC")) }
	for i := range 2 + d.IntN(2) {
		resources[fmt.Sprint("Host", i)] = object{"Type": "AWS::EC2::Instance", "Properties": object{"SubnetId": subnet(), "SecurityGroupIds": users()}}
	}
	resources["Function"] = object{"Type": "AWS::Lambda::Function", "Properties": object{
		"VpcConfig": object{"SubnetIds": []any{subnet()}, "SecurityGroupIds": users()},
	}}
	return resources
}
