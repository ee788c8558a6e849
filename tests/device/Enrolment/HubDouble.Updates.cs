using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using CheckIn.Enrolment;
using CheckIn.Updates;
using Microsoft.AspNetCore.Http;

namespace CheckIn.Gate.Tests.Enrolment;

/// <summary>Packages, and what gates say of them.</summary>
internal sealed partial class HubDouble
{
    internal ConcurrentDictionary<string, byte[]> Packages { get; } = [];

    internal ConcurrentQueue<UpdateReport> Reports { get; } = [];

    /// <summary>Where each request for a package asked to begin.</summary>
    internal ConcurrentQueue<long> Ranges { get; } = [];

    /// <summary>Bytes after which an answer stops; null = it does not.</summary>
    internal int? StopsAfter { get; set; }

    /// <summary>Whether an answer that stops holds the connection instead of cutting it.</summary>
    internal bool Holds { get; set; }

    /// <summary>Answers with the whole, whatever was asked for.</summary>
    internal bool KnowsNoRanges { get; set; }

    /// <summary>From now on the gate is to run this.</summary>
    internal UpdateWanted Want(byte[] package, long release, string version, int trialS = 0, long? size = null)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(package));
        Packages[hash] = package;
        var wanted = new UpdateWanted(release, version, hash, size ?? package.Length, trialS);
        Provision = Provision with { Version = Provision.Version + 1, Update = wanted };
        return wanted;
    }

    private async Task GivePackageAsync(HttpContext context, string package)
    {
        if (!await AdmitAsync(context, "update"))
            return;
        if (!Packages.TryGetValue(package, out var bytes))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var from = KnowsNoRanges ? 0 : context.Request.GetTypedHeaders().Range?.Ranges.First().From ?? 0;
        Ranges.Enqueue(from);
        if (from > 0)
        {
            context.Response.StatusCode = StatusCodes.Status206PartialContent;
            context.Response.Headers.ContentRange = $"bytes {from}-{bytes.Length - 1}/{bytes.Length}";
        }
        context.Response.ContentLength = bytes.Length - from;
        var rest = bytes.AsMemory((int)from);
        if (StopsAfter is not { } most || most >= rest.Length)
        {
            await context.Response.Body.WriteAsync(rest);
            return;
        }
        await context.Response.Body.WriteAsync(rest[..most]);
        await context.Response.Body.FlushAsync();
        if (Holds)
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Less than it said: the connection ends.
    }

    private async Task TakeReportAsync(HttpContext context)
    {
        if (!await AdmitAsync(context, "report"))
            return;
        Reports.Enqueue(JsonSerializer.Deserialize(await BodyAsync(context), EnrolmentJson.Default.UpdateReport)!);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
