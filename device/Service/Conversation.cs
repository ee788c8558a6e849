using System.Text.Json;
using CheckIn.Gate.Settings;

namespace CheckIn.Gate.Service;

/// <summary>
/// One connection to the control socket: requests of a line each, answered one after the other. Nothing here waits for
/// ever: whoever says nothing for five minutes, or does not take his answer, is hung up on.
/// </summary>
internal sealed class Conversation(
    JsonLines lines, Func<StatusReport> status, Func<bool, IReadOnlyList<SettingShown>> settings, LaneTests tests, ServiceVisit visit, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan WritePatience = TimeSpan.FromSeconds(10);

    internal async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (await NextAsync(stopping) is { } request)
                await AnswerAsync(request, stopping);
        }
        catch (JsonException e)
        {
            await SayAsync(ServiceAnswer.Refused(Refusals.BadRequest, e.Message), stopping);
        }
        finally
        {
            visit.Leave();
        }
    }

    private async ValueTask<ServiceRequest?> NextAsync(CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, limit.Token);
        return await lines.ReadAsync(ServiceJson.Default.ServiceRequest, ending.Token);
    }

    private async Task AnswerAsync(ServiceRequest request, CancellationToken stopping)
    {
        switch (request)
        {
            case { Do: "status" }:
                await SayAsync(new ServiceAnswer(true, true, Status: status()), stopping);
                break;
            case { Do: "settings" }:
                await SayAsync(new ServiceAnswer(true, true, Settings: settings(request.All == true)), stopping);
                break;
            case { Do: "test", What: { } what, Lane: { } lane }:
                await TestAsync(what, lane, request.Seconds ?? 10, stopping);
                break;
            case { Do: "verdict", What: { } what, Lane: { } lane, Ok: { } ok }
                when IsKnown(what, lane) && visit.Judge(what, lane, ok):
                await SayAsync(ServiceAnswer.Well, stopping);
                break;
            default:
                await SayAsync(
                    ServiceAnswer.Refused(Refusals.BadRequest, "status, settings, test or verdict, with what they need."), stopping);
                break;
        }
    }

    private async Task TestAsync(string what, string lane, int seconds, CancellationToken stopping)
    {
        var refusal = tests.Refusal(what, lane);
        var cause = 0L;
        if (refusal is null)
            (cause, refusal) = await visit.BeginAsync(what, lane);
        if (refusal is not null)
        {
            await SayAsync(refusal, stopping);
            return;
        }
        await foreach (var answer in tests.TestAsync(what, lane, seconds, cause, stopping))
            await SayAsync(answer, stopping);
    }

    /// <summary>Only words of our own reach the journal.</summary>
    private bool IsKnown(string what, string lane) =>
        tests.Equipment.FirstOrDefault(equipped => equipped.Lane == lane)?.Tests.Contains(what) == true;

    private async ValueTask SayAsync(ServiceAnswer answer, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(WritePatience, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, limit.Token);
        await lines.WriteAsync(answer, ServiceJson.Default.ServiceAnswer, ending.Token);
    }
}
