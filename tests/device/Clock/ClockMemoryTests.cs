using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Journal;
using CheckIn.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Tests.Clock;

public sealed class ClockMemoryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("checkin-clock-");
    private readonly FakeTime _time = new();
    private ClockQuality? _kernel = new ClockQuality(5, 0);

    private string Journal => Path.Combine(_folder.FullName, "journal.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_program_that_is_started_anew_goes_on_from_what_the_last_one_knew()
    {
        _time.Advance(TimeSpan.FromHours(1));
        var known = await RunAsync();
        _kernel = null;
        _time.SetWall(DateTimeOffset.UnixEpoch);
        _time.Advance(TimeSpan.FromSeconds(2000));
        var next = await RunAsync();
        Assert.Equal(known.At + 2_000_000, next.At);
        Assert.Equal(new ClockQuality(known.Quality!.Value.ErrorMs + 1000, 2000), next.Quality);
    }

    [Fact]
    public async Task Another_boots_time_or_half_a_file_says_nothing()
    {
        await RunAsync();
        var kept = await File.ReadAllTextAsync(Journal + "-clock");
        _kernel = null;
        var another = kept.Replace(Boot.Id, "another", StringComparison.Ordinal);
        foreach (var other in new[] { another, kept[..20], "null", "" })
        {
            await File.WriteAllTextAsync(Journal + "-clock", other);
            Assert.Null((await RunAsync()).Quality);
        }
    }

    [Fact]
    public async Task It_is_written_when_it_is_noticeably_better_and_no_oftener()
    {
        var (clock, memory) = Start();
        await memory.StartAsync(default);
        var writes = 0;
        for (var minute = 0; minute < 60; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await memory.StopAsync(default); // writes as a turn does
            var written = await File.ReadAllTextAsync(Journal + "-clock");
            var now = $"\"monotonic_ns\":{clock.Look()!.Value.Anchor.MonotonicNs}";
            if (written.Contains(now, StringComparison.Ordinal))
                writes++;
        }
        Assert.InRange(writes, 3, 5);
        memory.Dispose();
    }

    [Fact]
    public async Task A_disk_that_takes_nothing_costs_the_memory_and_nothing_else()
    {
        Directory.CreateDirectory(Journal + "-clock-new");
        Assert.NotNull((await RunAsync()).Quality);
        Assert.False(File.Exists(Journal + "-clock"));
    }

    private (GateClock Clock, ClockMemory Memory) Start()
    {
        var clock = new GateClock(_time, () => _kernel);
        return (clock, new ClockMemory(
            clock, Options.Create(new JournalOptions { Path = Journal }), _time, NullLogger<ClockMemory>.Instance));
    }

    private async Task<ClockStamp> RunAsync()
    {
        var (clock, memory) = Start();
        await memory.StartAsync(default);
        var stamp = clock.Stamp();
        await memory.StopAsync(default);
        memory.Dispose();
        return stamp;
    }
}
