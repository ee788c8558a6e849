using CheckIn.FleetSimulator;

return await FleetCommand.Create().Parse(args).InvokeAsync();
