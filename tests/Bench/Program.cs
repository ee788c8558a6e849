using System.CommandLine;
using CheckIn.Bench;

return await new RootCommand("CheckIn's measurements.") { AdmitCommand.Create() }.Parse(args).InvokeAsync();
