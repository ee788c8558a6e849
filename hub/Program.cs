using CheckIn.Hub.Settings;

return await HubCommands.RunAsync(args);
