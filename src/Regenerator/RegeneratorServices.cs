using Microsoft.Extensions.DependencyInjection;

namespace Regenerator;

/// <summary>The door for hosts with a container. Starting and stopping stays with the host.</summary>
public static class RegeneratorServices
{
    extension(IServiceCollection services)
    {
        /// <summary>Registers one <see cref="RegeneratorService"/>, made on first use and disposed with the container.</summary>
        public IServiceCollection AddRegenerator(Func<IServiceProvider, RegeneratorOptions> options) =>
            services.AddSingleton(provider => new RegeneratorService(options(provider)));
    }
}
