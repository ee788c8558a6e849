using CheckIn.Faults.Premises;
using CheckIn.Faults.Record;

namespace CheckIn.Faults;

/// <summary>
/// The faults are over: everything runs, nobody comes. Once the hub has all that the journals have, or patience has an
/// end, all programs are killed, so that what is compared lies in files and nowhere else.
/// </summary>
internal sealed class Settling(Site site, TimeSpan patience)
{
    internal TimeSpan Took { get; private set; }

    /// <summary>What the product says of the files.</summary>
    internal string Opinion { get; private set; } = "";

    internal async Task<Verdict> RunAsync(TimeSpan wallOffset, CancellationToken cancellation)
    {
        var began = TimeProvider.System.GetTimestamp();
        await site.Hub.EnsureRunningAsync(cancellation);
        foreach (var controller in site.Controllers)
            await controller.EnsureRunningAsync(cancellation);
        var isWhole = false;
        while (!isWhole && TimeProvider.System.GetElapsedTime(began) < patience)
        {
            await Task.Delay(500, cancellation);
            isWhole = site.Controllers.All(site.IsDelivered) && Check.Compare(site, wallOffset).Missing == 0;
        }
        Took = TimeProvider.System.GetElapsedTime(began);
        foreach (var controller in site.Controllers)
        {
            await controller.EndAsync();
        }
        var late = site.Controllers.SelectMany(site.Undelivered)
            .Append($"the hub said last: {site.Hub.Life?.LastLine}").ToList();
        await site.Hub.EndAsync();
        var verdict = Check.Compare(site, wallOffset);
        if (!isWhole)
        {
            foreach (var what in late)
                verdict.Find("not settled", what);
        }
        foreach (var death in site.Hub.Deaths)
            verdict.Find("ended by itself", death);
        Opinion = await SecondOpinion.AskAsync(site, verdict, cancellation);
        return verdict;
    }
}
