using System.Threading.Channels;

namespace CheckIn.Hub.Tests.Broker;

/// <summary>How long a test waits for what must happen.</summary>
internal static class Patience
{
    public static CancellationToken Token => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(TimeSpan.FromSeconds(20));

    public static Task Soon(this Task task) => task.WaitAsync(TimeSpan.FromSeconds(20));

    public static Task<T> NextAsync<T>(this Channel<T> channel) => channel.Reader.ReadAsync(Token).AsTask();
}
