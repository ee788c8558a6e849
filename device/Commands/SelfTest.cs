using CheckIn.Contract;
using CheckIn.Gate.Health;
using CheckIn.Gate.Service;
using CheckIn.Gate.Service.Doctor;
using CheckIn.Settings;

namespace CheckIn.Gate.Commands;

/// <summary>
/// What <c>checkin-gate doctor</c> looks at when nobody stands there: everything that can be judged without moving
/// anything. What it did not try is left out.
/// </summary>
internal sealed class SelfTest(
    StatusSource status, IConfiguration configuration, GateParts parts, GateAlarms alarms, TimeProvider time) : GateCommand
{
    private const int MostChecks = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    internal override string Name => CommandWords.SelfTest;

    internal override bool TakesLong => true;

    internal override async Task<ReplyMessage> DoAsync(CommandMessage command, long cause, CancellationToken stopping)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, patience.Token);
        var found = new List<SelfCheck>();
        var examination = new Examination(
            status.Read(), configuration, Language.English, new Technician(TextReader.Null, TextWriter.Null, isThere: false));
        var bench = new LaneTests(parts, alarms, time);
        try
        {
            foreach (var check in DoctorCommand.Machine.Append(new LaneChecks(bench, null)))
            {
                await foreach (var finding in check.LookAsync(examination, either.Token))
                {
                    if (finding.State != CheckState.Skipped && found.Count < MostChecks)
                        found.Add(Of(finding));
                }
            }
            return Done(command) with { Checks = found };
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return Failed(command, CommandRefusals.HardwareFailed, "It took too long.") with { Checks = found };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            return Failed(command, CommandRefusals.HardwareFailed, e.Message) with { Checks = found };
        }
    }

    private static SelfCheck Of(Finding finding) => new(
        finding.Lane is { } lane ? $"{finding.Check}_{lane}" : finding.Check, finding.State == CheckState.Good,
        CommandService.Short(finding.Advice is { } advice ? $"{finding.Found} → {advice}" : finding.Found));
}
