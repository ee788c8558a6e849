using CheckIn.Hub;
using CheckIn.Hub.Events.Verify;
using CheckIn.Hub.Settings;

if (args is ["verify", .. var question])
    return VerifyCommand.Run(question, Console.Out, Console.Error);

return await HubSettings.RunToEndAsync(() => HubApplication.Create(args));
