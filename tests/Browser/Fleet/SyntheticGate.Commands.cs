using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Mqtt;

namespace CheckIn.Browser.Tests.Fleet;

/// <summary>How it answers commands: as a gate whose second lane has no scanner, and of which nothing moves.</summary>
internal sealed partial class SyntheticGate
{
    private Task<MqttQos> HearCommandsAsync() => _client!.SubscribeAsync(
        new MqttSubscription(Topics.Of(Id, GateTopic.Commands), MqttQos.AtLeastOnce), AnswerAsync);

    private async ValueTask AnswerAsync(MqttMessage message, CancellationToken cancellation)
    {
        var command = JsonSerializer.Deserialize(message.Payload.Span, ContractJson.Default.CommandMessage)!;
        var reply = message.Reply(
            JsonSerializer.SerializeToUtf8Bytes(AnswerTo(command), ContractJson.Default.ReplyMessage));
        await _client!.PublishAsync(reply with { ContentType = ContentTypes.Reply }, cancellation);
    }

    private static ReplyMessage AnswerTo(CommandMessage command) => command.Name switch
    {
        CommandWords.SelfTest => new(command.Id, ReplyStates.Done, Checks:
        [
            new("journal", true, "4 % full, last row committed 3 s ago"),
            new("clock", true, "±12 ms, synchronised 40 s ago"),
            new("scanner_vao", true, "camera, 15 frames a second, focus 71"),
            new("scanner_ra", false, "no such device: /dev/video1"),
            new("hub", true, "14.2 ms"),
        ]),
        CommandWords.SendLogs => new(command.Id, ReplyStates.Done, Lines:
        [
            "2026-11-21 07:58:01.120 info: CheckIn.Gate.Uplink[1020] Connected to the hub, session 12.",
            "2026-11-21 07:58:02.331 info: CheckIn.Gate.Lanes[1210] Lane vao is open: camera /dev/video0.",
            "2026-11-21 08:02:44.902 warn: CheckIn.Gate.Scanning[1333] Lane ra: no such device /dev/video1.",
        ]),
        CommandWords.ScanTest => new(command.Id, ReplyStates.Done, Scan: new(true, "cccd", 1840)),
        CommandWords.Admit => new(command.Id, ReplyStates.Done, Entry: command.Number is null
            ? new("admitted", Reasons.Assisted, 18_205) : new("refused", Reasons.Passback, 18_206)),
        CommandWords.Restart => new(command.Id, ReplyStates.Refused, CommandRefusals.Busy),
        _ => new(command.Id, ReplyStates.Done),
    };
}
