using CheckIn.Fixtures;
using CheckIn.Gate.Keys;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Events;
using CheckIn.Hub.Keys;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CheckIn.EndToEnd.Tests.Keys;

/// <summary>Hub and gate with the same day come to the same tags: else nobody could ever be traced.</summary>
public sealed class SameTagTests
{
    public enum Step { Day, Month, Ask, Rotate, RotateAll, RestartGate, RestartHub, GateClockBack, HubClockAhead }

    private const string Site = "cong-so-mau";
    private const string Subject = "cccd:001099000001";

    [Fact]
    public void The_hub_derives_the_tag_of_a_gate_that_went_through_any_days_rotations_and_restarts()
    {
        var steps = Gen.ArrayOf(Gen.Elements(Enum.GetValues<Step>()));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(15), Prop.ForAll(
            Arb.From(steps, static all => all.Length == 0 ? [] : [all[..(all.Length / 2)], all[..^1]]), AgreeAsync));
    }

    private static async Task<bool> AgreeAsync(Step[] steps)
    {
        var folder = Directory.CreateTempSubdirectory("checkin-same-").FullName;
        using var counters = new EventCounters();
        var (hubTime, gateTime) = (Clock(), Clock());
        var events = Options.Create(new EventsOptions { Path = Path.Combine(folder, "hub.db") });
        await using var store = new EventStore(events, hubTime, counters, NullLogger<EventStore>.Instance);
        Directory.CreateDirectory(Path.Combine(folder, "keys"));
        TracingKeys.Make([new DateOnly(2026, 11, 21)], folder,
            Directory.CreateDirectory(Path.Combine(folder, "keys", "tracing-public")).FullName);
        KeyRing Ring() => new(
            Options.Create(new HubKeyOptions { TracingDirectory = "none" }), events, store, hubTime,
            NullLogger<KeyRing>.Instance);
        GateKeys Open() => GateKeys.Open(new KeyOptions { Directory = Path.Combine(folder, "gate") }, gateTime);
        var (ring, gate, seen) = (Ring(), Open(), new Dictionary<(long, string), string>());
        try
        {
            foreach (var step in steps)
            {
                switch (step)
                {
                    case Step.Day or Step.Month:
                        hubTime.Advance(TimeSpan.FromDays(step == Step.Day ? 1 : 31));
                        gateTime.Advance(TimeSpan.FromDays(step == Step.Day ? 1 : 31));
                        break;
                    case Step.Ask:
                        gate.Adopt(ring.Deliver(Site));
                        break;
                    case Step.Rotate or Step.RotateAll:
                        ring.VersionOf(Site);
                        await ring.RotateAsync(step == Step.Rotate ? Site : null, Actor.Local, default);
                        break;
                    case Step.RestartGate:
                        gate.Dispose();
                        gate = Open();
                        break;
                    case Step.RestartHub:
                        ring = Ring();
                        break;
                    case Step.GateClockBack:
                        gateTime.SetWall(gateTime.GetUtcNow().AddDays(-3));
                        break;
                    case Step.HubClockAhead:
                        hubTime.SetWall(hubTime.GetUtcNow().AddDays(2));
                        break;
                }
                var tag = gate.TagOf(Subject);
                if (gate.Version > 0 && seen.TryAdd((gate.Version, tag.Day), tag.Tag))
                    Assert.Equal(OfHub(folder, gate.Version, tag.Day), tag.Tag);
                else if (gate.Version > 0)
                    Assert.Equal(seen[(gate.Version, tag.Day)], tag.Tag);
            }
            gate.Adopt(ring.Deliver(Site));
            var last = gate.TagOf(Subject);
            return gate.Version == ring.VersionOf(Site) && OfHub(folder, gate.Version, last.Day) == last.Tag;
        }
        finally
        {
            gate.Dispose();
            await store.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>As a question of tracing derives it, from the root alone.</summary>
    private static string OfHub(string folder, long version, string day)
    {
        var path = Path.Combine(folder, "keys", "tag-root.key");
        return TagRoot.Parse(path, File.ReadAllText(path)).TagOf(Site, version, DateOnly.Parse(day, null), Subject);
    }

    private static FakeTime Clock()
    {
        var time = new FakeTime();
        time.SetWall(new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero));
        return time;
    }
}
