using System.Text;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Hub.Broker;
using CheckIn.Mqtt;

namespace CheckIn.Hub.Commands;

/// <summary>
/// Puts a command on its gate's topic as the contract has it: never retained, with an end, its answer wanted on the
/// gate's own topic. Its time counts from here.
/// </summary>
internal sealed class CommandPost(IMessageBus bus, TimeProvider time, ILogger<CommandPost> logger)
{
    /// <summary>False = the server did not take it; whether it reaches the gate, only an answer tells.</summary>
    internal async Task<bool> TrySendAsync(GivenCommand command)
    {
        try
        {
            await bus.PublishAsync(Message(command, time.GetUtcNow()), CancellationToken.None);
            return true;
        }
        catch (MqttException e)
        {
            Log.NotSent(logger, command.Id, command.Gate, e.Message);
            return false;
        }
    }

    internal static MqttMessage Message(GivenCommand command, DateTimeOffset now)
    {
        var (order, gate) = (command.Order, command.Gate);
        var content = new CommandMessage(
            command.Id, order.Name, now.ToUnixTimeMilliseconds(), order.Lane, order.Seconds, order.Lines, order.Number,
            order.Name == CommandWords.Admit ? OperatorOf(command.By) : null);
        return new MqttMessage(
            Topics.Of(gate, GateTopic.Commands),
            JsonSerializer.SerializeToUtf8Bytes(content, ContractJson.Default.CommandMessage))
        {
            ContentType = ContentTypes.Command,
            ExpirySeconds = CommandMessage.ExpiryS,
            ResponseTopic = Topics.Of(gate, GateTopic.Replies),
            CorrelationData = Encoding.ASCII.GetBytes(command.Id),
        };
    }

    private static string OperatorOf(string by) =>
        by.Length <= CommandMessage.LongestOperator ? by : by[..CommandMessage.LongestOperator];
}
