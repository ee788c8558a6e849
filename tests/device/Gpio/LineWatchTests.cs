using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using CheckIn.Fixtures;
using CheckIn.Gate.Gpio;

namespace CheckIn.Gate.Tests.Gpio;

/// <summary>The thread that reads edges, with a pipe in place of the kernel's line: real poll, real read.</summary>
public sealed partial class LineWatchTests : IDisposable
{
    private readonly ConcurrentQueue<GpioEdge> _told = new();
    private readonly SemaphoreSlim _tells = new(0);
    private readonly LineWatch _watch;
    private readonly LinuxGpioInput _input;
    private readonly FakeTime _time = new();
    private int _kernel;
    private volatile bool _level;
    private volatile bool _chipGone;
    private uint _seqno;

    public unsafe LineWatchTests()
    {
        var ends = stackalloc int[2];
        Assert.Equal(0, Pipe(ends, 0x80800)); // O_CLOEXEC | O_NONBLOCK
        _kernel = ends[1];
        _watch = new LineWatch(
            () => { if (_chipGone) throw GpioErrno.Failure("chip", "look at the chip", GpioErrno.NoDevice); }, _time, null);
        _input = new LinuxGpioInput("chip", ends[0], 5, _ => _level, _time, Tell, _watch.Wake);
        _watch.Add(_input);
    }

    public void Dispose()
    {
        _watch.Dispose();
        _tells.Dispose();
        CloseKernel();
    }

    [Fact]
    public async Task Edges_are_told_in_order_with_the_kernels_time()
    {
        Happen(rising: true, atNs: 100);
        Happen(rising: false, atNs: 200);
        await ToldAsync(2);
        Assert.Equal([new GpioEdge(true, 100), new GpioEdge(false, 200)], _told);
        Assert.False(_input.IsActive);
    }

    [Fact]
    public async Task What_the_kernel_had_to_drop_is_counted_and_the_last_state_is_right()
    {
        _level = true;
        _seqno = 7;
        Happen(rising: false, atNs: 300); // the eighth; seven were dropped, and one after it
        await ToldAsync(1);
        Assert.True(_input.IsActive);
        Assert.Equal(7, _input.Lost);
    }

    [Fact]
    public async Task A_change_that_nobody_told_of_is_seen_within_a_second()
    {
        _level = true;
        ASecondPasses();
        await ToldAsync(1);
        Assert.True(_input.IsActive);
    }

    [Fact]
    public async Task A_line_that_hangs_up_fails_the_driver_in_plain_words()
    {
        CloseKernel();
        var failure = await Assert.ThrowsAsync<GpioException>(() => _watch.Failed.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Contains("the chip is gone", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chip_that_goes_without_a_word_is_noticed_within_a_second()
    {
        _chipGone = true;
        ASecondPasses();
        await Assert.ThrowsAsync<GpioException>(() => _watch.Failed.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task What_a_consumer_throws_ends_the_driver()
    {
        _told.Enqueue(default);
        _tells.Dispose(); // Tell throws from now on
        Happen(rising: true, atNs: 1);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _watch.Failed.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task After_its_end_an_input_is_told_of_nothing()
    {
        _input.Dispose();
        Happen(rising: true, atNs: 1);
        Assert.False(await _tells.WaitAsync(TimeSpan.FromMilliseconds(200)));
    }

    private void CloseKernel()
    {
        if (_kernel >= 0)
            _ = GpioUapi.Close(_kernel);
        _kernel = -1;
    }

    private void ASecondPasses()
    {
        _time.Advance(LineWatch.LookEvery);
        _watch.Wake();
    }

    private void Tell(GpioEdge edge)
    {
        _told.Enqueue(edge);
        _tells.Release();
    }

    private async Task ToldAsync(int edges)
    {
        for (var i = 0; i < edges; i++)
            Assert.True(await _tells.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    private unsafe void Happen(bool rising, ulong atNs)
    {
        var edge = new GpioUapi.LineEvent
        {
            TimestampNs = atNs,
            Id = rising ? GpioUapi.EventRising : GpioUapi.EventFalling,
            Offset = 5,
            Seqno = ++_seqno,
            LineSeqno = _seqno,
        };
        Assert.Equal(sizeof(GpioUapi.LineEvent), GpioUapi.Write(_kernel, &edge, (nuint)sizeof(GpioUapi.LineEvent)));
    }

    [LibraryImport("libc", EntryPoint = "pipe2")]
    private static unsafe partial int Pipe(int* ends, int flags);
}
