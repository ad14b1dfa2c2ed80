#include "net/live/client_environment.hpp"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

#include "api/live/environment_key.hpp"

namespace sendlab::net {

namespace {

namespace fs = std::filesystem;

/// In hexadecimal, behind the colon of "0100007F:1A2B".
std::uint16_t port_in(const std::string& address) {
    std::uint16_t port = 0;
    if (const auto colon = address.rfind(':'); colon != std::string::npos)
        std::from_chars(address.data() + colon + 1, address.data() + address.size(), port, 16);
    return port;
}

/// Of the client's end; empty if there is none.
std::string inode_of(std::uint16_t client_port, std::uint16_t server_port) {
    for (const char* table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        std::ifstream file{table};
        std::string line;
        std::getline(file, line); // names of the columns
        while (std::getline(file, line)) {
            std::istringstream fields{line};
            std::string number, local, remote, skipped, inode;
            fields >> number >> local >> remote;
            if (port_in(local) != client_port || port_in(remote) != server_port)
                continue;
            for (int i = 0; i < 6; ++i) // state, queues, timer, retransmissions, user, time-out
                fields >> skipped;
            if (fields >> inode)
                return inode;
        }
    }
    return {};
}

/// Of all its threads.
std::vector<std::string> children_of(const std::string& process) {
    std::vector<std::string> children;
    std::error_code gone;
    for (const auto& thread : fs::directory_iterator{"/proc/" + process + "/task", gone}) {
        std::ifstream list{thread.path() / "children"};
        for (std::string child; list >> child;)
            children.push_back(child);
    }
    return children;
}

bool has_socket(const std::string& process, const std::string& inode) {
    const auto wanted = "socket:[" + inode + ']';
    std::error_code gone;
    for (const auto& entry : fs::directory_iterator{"/proc/" + process + "/fd", gone})
        if (fs::read_symlink(entry.path(), gone) == wanted)
            return true;
    return false;
}

/// It or one of those that it has started, and so on.
bool family_has_socket(const std::string& process, const std::string& inode) {
    std::vector<std::string> family{process};
    for (std::size_t i = 0; i < family.size(); ++i) {
        if (has_socket(family[i], inode))
            return true;
        const auto children = children_of(family[i]);
        family.insert(family.end(), children.begin(), children.end());
    }
    return false;
}

/// By the access key that it was started with.
std::optional<std::uint64_t> environment_of(const std::string& process) {
    std::ifstream file{"/proc/" + process + "/environ"};
    for (std::string variable; std::getline(file, variable, '\0');)
        if (variable.starts_with("AWS_ACCESS_KEY_ID="))
            return api::live::environment_in(variable);
    return std::nullopt;
}

} // namespace

std::optional<std::uint64_t> environment_of_client(std::uint16_t client_port, std::uint16_t server_port) {
    const auto children = children_of("self");
    if (children.empty())
        return std::nullopt; // nearly always: no handler is there
    const auto inode = inode_of(client_port, server_port);
    if (inode.empty())
        return std::nullopt;
    for (const auto& child : children)
        if (family_has_socket(child, inode))
            return environment_of(child);
    return std::nullopt;
}

} // namespace sendlab::net
