using System.CommandLine;
using CheckIn.Bench;

var root = new RootCommand(
    "Measures CheckIn. Every figure stands beside its yardstick from the same run; nothing here judges.");
root.Subcommands.Add(DecodeCommand.Create());
root.Subcommands.Add(AdmitCommand.Create());
root.Subcommands.Add(LaneCommand.Create());
root.Subcommands.Add(CheckIn.Bench.Lanes.IdleCamera.Create());
root.Subcommands.Add(MqttCommand.Create());
root.Subcommands.Add(FuzzMqttCommand.Create());
root.Subcommands.Add(ViewCommand.Create());
root.Subcommands.Add(CheckIn.Bench.Stress.StressCommand.Create());
root.Subcommands.Add(FuzzQrCommand.Create());
root.Subcommands.Add(HcertCommand.Create());
root.Subcommands.Add(FuzzCodesCommand.Create());
root.Subcommands.Add(IngestCommand.Create());
root.Subcommands.Add(DrainCommand.Create());
root.Subcommands.Add(DecideCommand.Create());
return await root.Parse(args).InvokeAsync();
