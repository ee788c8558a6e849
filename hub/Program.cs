using CheckIn.Hub;
using CheckIn.Hub.Events.Verify;
using CheckIn.Hub.Settings;

if (args is ["verify", .. var question])
    return VerifyCommand.Run(question, Console.Out, Console.Error);

// Whoever polls a socket handles what came on it, without a hop to another thread; the web pages take that hop
// themselves (HubApplication). To be said before the first socket.
const string Inline = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
Environment.SetEnvironmentVariable(Inline, Environment.GetEnvironmentVariable(Inline) ?? "1");

return await HubSettings.RunToEndAsync(() => HubApplication.Create(args));
