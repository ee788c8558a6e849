using CheckIn.Hub.Accounts;

namespace CheckIn.Hub.Commands;

// Waiting for what a gate answers.
internal sealed partial class CommandDesk
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>The command when the gate has said its last word, or as it is when the time is over.</summary>
    internal async Task<GivenCommand> AwaitAsync(
        GivenCommand command, Sight sight, TimeSpan most, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        while (CommandStates.IsOpen(command.State) && time.GetElapsedTime(began) < most)
        {
            var changed = Changed;
            command = Find(command.Id, sight) ?? command;
            if (CommandStates.IsOpen(command.State))
            {
                await changed.WaitAsync(LookAgain, time, cancellation)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellation.ThrowIfCancellationRequested();
            }
        }
        return command;
    }
}
