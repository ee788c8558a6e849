using CheckIn.Supply;

return SupplyCommand.Run(args, TimeProvider.System, Console.Out, Console.Error);
