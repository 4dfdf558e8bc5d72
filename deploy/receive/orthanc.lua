-- Writes every study that Orthanc reports as stable (nothing new for StableAge seconds) to a folder.
-- In Orthanc's configuration: "LuaScripts": ["/path/to/orthanc.lua"], "StableAge": 60; the
-- environment variable DATA_BASE names the inbox.
--
-- The folder is named after Orthanc's identifier, which does not identify a person. A study that has
-- grown and is stable again gets another folder; images that were delivered before are skipped there
-- as DUPLICATE_INSTANCE.
local inbox = os.getenv('DATA_BASE')

function OnStableStudy(studyId, tags, metadata)
  local name = inbox .. '/' .. studyId .. '-' .. os.time()
  local unfinished = name .. '.tmp-orthanc'
  local made = os.execute('mkdir -p "' .. unfinished .. '"')
  assert(made == true or made == 0)
  for _, instance in ipairs(ParseJson(RestApiGet('/studies/' .. studyId .. '/instances'))) do
    local file = assert(io.open(unfinished .. '/' .. instance.ID .. '.dcm', 'wb'))
    assert(file:write(RestApiGet('/instances/' .. instance.ID .. '/file')))
    assert(file:close())
  end
  assert(os.rename(unfinished, name))
end
