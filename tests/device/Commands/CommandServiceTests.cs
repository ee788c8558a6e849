using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Commands;
using CheckIn.Gate.Health;
using CheckIn.Gate.Journal;
using CheckIn.Mqtt;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Tests.Commands;

/// <summary>Commands on a real journal, with a wire that remembers what is said on it.</summary>
public sealed class CommandServiceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-commands-").FullName;
    private readonly FakeTime _time = new();
    private readonly GateCounters _counters = new();
    private readonly Trial _open = new(CommandWords.OpenOnce), _test = new(CommandWords.SelfTest, takesLong: true);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_is_done_after_its_row_and_once_however_often_it_comes()
    {
        await using var gate = Begin();
        var command = New(CommandWords.OpenOnce);
        _open.Doing = cause => Assert.Equal(cause, gate.Journal.LastSeq);
        for (var i = 0; i < 3; i++)
            await gate.TakeAsync(command);
        Assert.Equal(1, _open.Times);
        Assert.Equal($"open_once {command.Id}", Assert.Single(gate.Rows()));
        Assert.Equal([(command.Id, ReplyStates.Done, null)], await gate.RepliesAsync());
        Assert.Equal((1, 2), (_counters.Commands!.Done, _counters.Commands.Refused![CommandRefusals.Repeated]));
    }

    [Fact]
    public async Task A_gate_that_begins_anew_remembers_what_it_was_told()
    {
        var command = New(CommandWords.OpenOnce);
        await using (var gate = Begin())
            await gate.TakeAsync(command);
        await using var again = Begin();
        await again.TakeAsync(command);
        Assert.Equal(1, _open.Times);
        Assert.Single(again.Rows());
        Assert.Empty(await again.RepliesAsync());
    }

    [Fact]
    public async Task What_was_recorded_before_a_sudden_end_is_not_begun_after_it()
    {
        var command = New(CommandWords.OpenOnce);
        await using (var gate = Begin())
            await gate.Journal.AppendAsync(gate.Stamp.Operation(OperationWords.Command, "hub", $"open_once {command.Id}"));
        await using var again = Begin();
        await again.TakeAsync(command);
        Assert.Equal(0, _open.Times);
    }

    [Fact]
    public async Task A_command_is_found_however_many_rows_came_after_it()
    {
        var command = New(CommandWords.OpenOnce);
        await using (var gate = Begin())
        {
            await gate.TakeAsync(command);
            var rows = Enumerable.Range(0, 5000).Select(
                i => gate.Journal.AppendAsync(gate.Stamp.Operation(OperationWords.SelfTest, "an", $"{i}")).AsTask());
            await Task.WhenAll(rows);
        }
        await using var again = Begin();
        await again.TakeAsync(command);
        Assert.Equal(1, _open.Times);
        Assert.False(JournalledCommands.Read(again.Journal, mostRows: 2000).Contains(command.Id));
    }

    [Fact]
    public async Task Without_a_row_nothing_is_done()
    {
        await using var gate = Begin();
        var command = New(CommandWords.OpenOnce);
        await gate.Journal.DisposeAsync();
        await gate.TakeAsync(command);
        Assert.Equal(0, _open.Times);
        Assert.Equal([(command.Id, ReplyStates.Refused, CommandRefusals.JournalFailed)], await gate.RepliesAsync());
    }

    [Fact]
    public async Task What_cannot_be_done_has_no_row()
    {
        await using var gate = Begin();
        _open.Refuses = CommandRefusals.Emergency;
        var command = New(CommandWords.OpenOnce);
        await gate.TakeAsync(command);
        Assert.Empty(gate.Rows());
        Assert.Equal([(command.Id, ReplyStates.Refused, CommandRefusals.Emergency)], await gate.RepliesAsync());
    }

    [Fact]
    public async Task What_lasts_is_answered_twice_keeps_nobody_waiting_and_goes_one_at_a_time()
    {
        await using var gate = Begin();
        var (first, second, third) = (New(CommandWords.SelfTest), New(CommandWords.SelfTest), New(CommandWords.OpenOnce));
        _test.Until = new TaskCompletionSource();
        await gate.TakeAsync(first);
        await gate.TakeAsync(second);
        await gate.TakeAsync(third);
        Assert.Equal(
            [(first.Id, ReplyStates.Accepted, null), (second.Id, ReplyStates.Refused, CommandRefusals.Busy), (third.Id, ReplyStates.Done, null)],
            await gate.RepliesAsync(3));
        _test.Until.SetResult();
        Assert.Equal([(first.Id, ReplyStates.Done, null)], await gate.RepliesAsync(1));
    }

    [Fact]
    public async Task What_waited_here_for_too_long_is_not_done()
    {
        await using var gate = Begin();
        var received = gate.Received(New(CommandWords.OpenOnce));
        _time.Advance(TimeSpan.FromSeconds(10));
        await gate.Service.TakeAsync(received, default);
        Assert.Equal(0, _open.Times);
        Assert.Empty(gate.Rows());
    }

    [Fact]
    public async Task A_reply_waits_for_a_connection_and_goes_to_the_gates_own_topic()
    {
        await using var gate = Begin();
        var command = New(CommandWords.OpenOnce);
        gate.Exchange.Hear(new MqttMessage("checkin/v1/gates/cong-a/commands", BytesOf(command))
        {
            ExpirySeconds = 10,
            ResponseTopic = "somebody/else",
        });
        await gate.Service.TakeAsync(await gate.Exchange.Received.ReadAsync(), default);
        using var lost = new Wire { IsLost = true };
        await Assert.ThrowsAsync<MqttException>(() => gate.Exchange.SendRepliesAsync(lost, default));
        await gate.RepliesAsync(1);
        Assert.Equal("checkin/v1/gates/cong-a/replies", gate.Wire.Said[0].Topic);
        Assert.Equal(ContentTypes.Reply, gate.Wire.Said[0].ContentType);
    }

    [Fact]
    public async Task A_flood_is_counted_and_fills_nothing()
    {
        await using var gate = Begin();
        gate.Exchange.Overrun += () => _counters.CountCommand(CommandRefusals.Busy);
        for (var i = 0; i < 1000; i++)
            gate.Exchange.Hear(new MqttMessage("checkin/v1/gates/cong-a/commands", BytesOf(New(CommandWords.OpenOnce))));
        Assert.Equal(1000 - CommandExchange.MostReceived, _counters.Commands!.Refused![CommandRefusals.Busy]);
        for (var i = 0; i < 1000; i++)
            gate.Exchange.Reply(new ReplyMessage($"{i}", ReplyStates.Done));
        Assert.Equal(CommandExchange.MostReplies, (await gate.RepliesAsync(CommandExchange.MostReplies)).Count);
        Assert.Equal("936", gate.Wire.Read(0).Id);
    }

    [Fact]
    public void Of_the_log_the_latest_lines_are_kept_and_do_nothing_to_a_terminal()
    {
        var ring = new LogRing(_time);
        using var logger = new LogRingProvider(ring);
        for (var i = 0; i < LogRing.MostLines + 5; i++)
            logger.CreateLogger("CheckIn.Gate.Lanes.Lane").Log(LogLevel.Warning, 7, i, null, static (n, _) => $"line\u001b[2J {n}");
        var lines = ring.Latest(3);
        Assert.Equal(3, lines.Count);
        Assert.Equal("2026-01-01T00:00:00.000Z warn Lanes.Lane[7] line [2J 1004", lines[2]);
        Assert.Equal(LogRing.MostLines, ring.Latest(5000).Count);
        ring.Add(LogLevel.Error, "x", 1, new string('ế', 5000));
        Assert.InRange(ring.Latest(1)[0].Length, 1000, 1100);
        Assert.True(ring.Latest(5000).Sum(System.Text.Encoding.UTF8.GetByteCount) <= LogRing.MostTogether);
    }

    private Running Begin() => new(Path.Combine(_folder, "journal.db"), _time, _counters, [_open, _test]);

    private static CommandMessage New(string name) => new(
        Guid.CreateVersion7().ToString(), name, 1, name == CommandWords.OpenOnce ? "vao" : null);

    private static byte[] BytesOf(CommandMessage command) =>
        JsonSerializer.SerializeToUtf8Bytes(command, ContractJson.Default.CommandMessage);

    /// <summary>One life of a gate, as far as it takes commands.</summary>
    private sealed class Running : IAsyncDisposable
    {
        private readonly FakeTime _time;

        internal Running(string journal, FakeTime time, GateCounters counters, IReadOnlyList<GateCommand> commands)
        {
            _time = time;
            var clock = new GateClock(time, static () => null);
            Journal = GateJournal.Open(new JournalOptions { Path = journal }, TimeProvider.System);
            Exchange = new CommandExchange("cong-a", time, NullLogger<CommandExchange>.Instance);
            Service = new CommandService(
                Exchange, commands, Journal, counters, clock, NullLogger<CommandService>.Instance);
            Stamp = new Gate.Lanes.EventStamp(Gate.Lanes.EventStamp.WholeGate, null, clock);
        }

        internal GateJournal Journal { get; }
        internal CommandExchange Exchange { get; }
        internal CommandService Service { get; }
        internal Gate.Lanes.EventStamp Stamp { get; }
        internal Wire Wire { get; } = new();

        internal ReceivedCommand Received(CommandMessage command) => new(false, 10, BytesOf(command), _time.GetTimestamp());

        internal Task TakeAsync(CommandMessage command) => Service.TakeAsync(Received(command), default);

        /// <summary>What is said now: as much as waits, or so much.</summary>
        internal async Task<IReadOnlyList<(string Id, string State, string? Reason)>> RepliesAsync(int count = -1)
        {
            var before = Wire.Said.Count;
            using var ending = new CancellationTokenSource();
            var saying = Exchange.SendRepliesAsync(Wire, ending.Token);
            for (var i = 0; i < 500 && count > 0 && Wire.Said.Count < before + count; i++)
                await Task.Delay(10);
            await ending.CancelAsync();
            await saying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return [.. Enumerable.Range(before, Wire.Said.Count - before).Select(Wire.Read)
                .Select(static reply => (reply.Id, reply.State, reply.Reason))];
        }

        /// <summary>Results of commands in the journal.</summary>
        internal IReadOnlyList<string> Rows() => [.. JournalFile.Read(Journal.Path).Rows
            .Select(static row => JsonDocument.Parse(row.Fact).RootElement.GetProperty("body"))
            .Where(static body => body.GetProperty("name").GetString() == OperationWords.Command)
            .Select(static body => body.GetProperty("result").GetString()!)];

        public async ValueTask DisposeAsync()
        {
            Service.Dispose();
            Wire.Dispose();
            await Journal.DisposeAsync();
        }
    }

    private sealed class Trial(string name, bool takesLong = false) : GateCommand
    {
        internal int Times { get; private set; }
        internal string? Refuses { get; set; }
        internal Action<long>? Doing { get; set; }
        internal TaskCompletionSource? Until { get; set; }

        internal override string Name => name;

        internal override bool TakesLong => takesLong;

        internal override string? Refusal(CommandMessage command) => Refuses;

        internal override async Task<ReplyMessage> DoAsync(CommandMessage command, long cause, CancellationToken stopping)
        {
            Times++;
            Doing?.Invoke(cause);
            if (Until is { } until)
                await until.Task;
            return Done(command);
        }
    }

    private sealed class Wire : IMqttClient, IDisposable
    {
        internal List<MqttMessage> Said { get; } = [];
        internal bool IsLost { get; init; }

        internal ReplyMessage Read(int at) =>
            JsonSerializer.Deserialize(Said[at].Payload.Span, ContractJson.Default.ReplyMessage)!;

        public ValueTask PublishAsync(MqttMessage message, CancellationToken cancellation = default)
        {
            if (IsLost)
                throw new MqttException("The connection was lost.");
            Said.Add(message);
            return ValueTask.CompletedTask;
        }

        public Task<MqttQos> SubscribeAsync(
            MqttSubscription subscription, Func<MqttMessage, CancellationToken, ValueTask>? handler,
            CancellationToken cancellation = default) => Task.FromResult(MqttQos.AtLeastOnce);

        public Task UnsubscribeAsync(IReadOnlyList<string> filters, CancellationToken cancellation = default) =>
            Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
