using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CheckIn.Hub.Accounts;

/// <summary>
/// The operator of the hub's machine. He proves it by what he can read: while it runs, the hub keeps a token in a file
/// that only its own user (and root) may open, one for each port it listens on, by which commands of this machine find
/// it (<see cref="OperatorFolder"/>). It is another at each start, and goes nowhere else: not to the log, not to the
/// database.
/// </summary>
internal sealed class LocalOperator(IServer server, ILogger<LocalOperator> logger) : IHostedLifecycleService
{
    private readonly List<string> _files = [];

    /// <summary>256 bits.</summary>
    internal string Token { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Whether that is the token, in a time that does not tell how much of it.</summary>
    internal bool Is(string shown) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), Encoding.UTF8.GetBytes(Token));

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        try
        {
            foreach (var port in addresses.Select(static text => BindingAddress.Parse(text).Port).Distinct())
                _files.Add(OperatorFolder.Write(port, Token));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NoOperatorFile(logger, e.Message);
        }
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        foreach (var file in _files)
            OperatorFolder.Remove(file, Token);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
