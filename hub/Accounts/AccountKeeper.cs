using CheckIn.Storage;

namespace CheckIn.Hub.Accounts;

/// <summary>
/// Now and then: ends sessions and tokens whose time has come, so that what still runs for them ends within seconds;
/// and once a minute writes down which tokens were used, and what was refused.
/// </summary>
internal sealed class AccountKeeper(
    SessionBook sessions, TokenBook tokens, Lockouts lockouts, RefusalLedger ledger, TimeProvider time,
    ILogger<AccountKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private const int RoundsToFlush = 6;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            for (var round = 1; ; round++)
            {
                await Task.Delay(Every, time, stoppingToken);
                Sweep();
                if (round % RoundsToFlush == 0)
                    await FlushAsync(all: false);
            }
        }
        catch (OperationCanceledException)
        {
            await FlushAsync(all: true);
        }
    }

    internal void Sweep()
    {
        sessions.Sweep();
        tokens.Sweep();
        lockouts.Sweep();
    }

    private async Task FlushAsync(bool all)
    {
        try
        {
            await ledger.FlushAsync(all, CancellationToken.None);
            await tokens.FlushAsync(CancellationToken.None);
        }
        catch (DatabaseException e)
        {
            Log.NotWritten(logger, e.Message);
        }
    }
}
